# hello: what it answers. See https://kemalcr.com/guide/ for more.

get "/" do |env|
  send_file env, "./public/index.html"
end

# FaaSO asks here whether the funko is alive.
get "/ping" do
  "OK\n"
end