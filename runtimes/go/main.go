// The server around the funko: it serves what funko.go answers.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "ping" {
		ping()
		return
	}

	mux := http.NewServeMux()
	routes(mux)
	server := &http.Server{Addr: ":3000", Handler: mux, ReadHeaderTimeout: 5 * time.Second}

	stop, done := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer done()
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()

	select {
	case err := <-failed:
		log.Fatal(err)
	case <-stop.Done():
	}
	// Requests under way may end; Docker waits ten seconds.
	patience, done := context.WithTimeout(context.Background(), 8*time.Second)
	defer done()
	if err := server.Shutdown(patience); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		log.Print(err)
	}
}

// ping asks the server that runs in this container whether it is well: a health check without curl.
func ping() {
	answer, err := http.Get("http://127.0.0.1:3000/ping")
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		log.Fatal(answer.Status)
	}
}
