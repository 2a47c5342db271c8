require "sinatra/base"

class Jokes < Sinatra::Base
  get "/" do
    @joke = "#{{a: 1}}"
    erb :index
  end

  get "/old" do
    redirect "/"
  end
end
