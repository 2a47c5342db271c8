# The program around the funko: it serves what funko.cr answers, and the files in public/.
require "kemal"
require "./funko"

Kemal.config.port = 3000
Kemal.run
