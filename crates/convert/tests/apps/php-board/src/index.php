<?php
$posts = [];
?>
<!doctype html>
<link href="style.css" rel="stylesheet">
<?php foreach ($posts as $post): ?><p><?= "{$post}" ?></p><?php endforeach ?>
