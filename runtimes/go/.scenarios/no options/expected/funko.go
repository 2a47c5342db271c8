package main

import (
	"fmt"
	"net/http"
)

// routes says what hello answers. See https://pkg.go.dev/net/http#ServeMux for more.
func routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "Hello from hello")
	})

	// FaaSO asks here whether the funko is alive.
	mux.HandleFunc("GET /ping", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "OK")
	})
}