package main

import (
	"flag"
	"html/template"
	"log"
	"net/http"
)

var addr = flag.String("addr", "127.0.0.1:8080", "address to listen on")

func main() {
	flag.Parse()
	pages := template.Must(template.ParseGlob("/web/*.tmpl"))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		pages.ExecuteTemplate(w, "index.tmpl", nil)
	})
	log.Fatal(http.ListenAndServe(*addr, mux))
}
