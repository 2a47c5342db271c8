require "kemal"

get "/" do
  items = [] of String
  render "src/views/index.ecr"
end

Kemal.config.port = 8080
Kemal.run
