require_relative "app"

run Jokes
