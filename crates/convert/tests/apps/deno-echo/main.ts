Deno.serve((request) => {
  return new Response(`{{${request.url}}}`);
});
