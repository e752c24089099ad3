package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"tripol/frontend"
	"tripol/internal/app"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/intake"
	"tripol/internal/people"
	"tripol/internal/web"
)

// capture serves one handover through the HTTP server in this process and returns its SQL statements in order, and the
// hash that identifies the session in the database.
func (w *world) capture(ctx context.Context, run, slot int) (statements []string, session []byte, err error) {
	var mu sync.Mutex
	options := app.Options(w.config)
	options.Statements = func(sql string, _ int64) {
		mu.Lock()
		defer mu.Unlock()
		statements = append(statements, sql)
	}
	store, err := db.Open(ctx, options)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	keys, err := card.OpenKeys(w.config.Keys())
	if err != nil {
		return nil, nil, err
	}
	server, err := web.New(web.Options{
		Store: store, People: people.NewAuthenticator(store, make([]byte, 32), nil), Intake: intake.New(keys), Keys: keys,
		Photos: w.config.Photos(), Assets: frontend.Dist(),
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, nil, err
	}
	var sockets net.ListenConfig
	at, err := sockets.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	address := at.Addr().String()
	listening := make(chan error, 1)
	go func() { listening <- server.Serve(at) }()
	defer func() { err = errors.Join(err, server.Shutdown(5*time.Second), <-listening) }()
	if err := untilReady(ctx, address); err != nil {
		return nil, nil, err
	}
	p, err := signedIn(ctx, address, "mina")
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	body, err := w.handover(run, slot)
	if err != nil {
		return nil, nil, err
	}
	mu.Lock()
	statements = nil
	mu.Unlock()
	status, answer, err := p.send(http.MethodPost, "/api/v1/entries", body)
	if err == nil && (status != http.StatusOK || !bytes.Contains(answer, []byte(`"applied"`))) {
		err = fmt.Errorf("the handover was not accepted: %d %s", status, answer)
	}
	mu.Lock()
	defer mu.Unlock()
	for i, s := range statements {
		statements[i] = strings.Join(strings.Fields(s), " ")
	}
	_, token, _ := strings.Cut(p.cookie, "=")
	hash := sha256.Sum256([]byte(token))
	return statements, hash[:], err
}

// freeAddress returns a loopback address with a free port.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// untilReady polls /readyz until it succeeds, for at most 30 seconds.
func untilReady(ctx context.Context, address string) error {
	ctx, done := context.WithTimeout(ctx, 30*time.Second)
	defer done()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", http.NoBody)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_, err := io.Copy(io.Discard, res.Body)
			if err := errors.Join(err, res.Body.Close()); err == nil && res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("no server at %s: %w", address, ctx.Err())
		case <-tick.C:
		}
	}
}
