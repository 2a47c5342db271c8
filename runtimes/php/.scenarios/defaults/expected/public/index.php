<?php

// hello: what it answers. Every address that is no file in public/ comes here.

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

header('Content-Type: text/plain; charset=utf-8');

switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    case '/':
        echo "Hello from hello\n";
        break;

    // FaaSO asks here whether the funko is alive.
    case '/ping':
        echo "OK\n";
        break;

    default:
        http_response_code(404);
        echo "There is nothing here\n";
}