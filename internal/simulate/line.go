package simulate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// errLine is a line that broke: what became of the request nobody knows.
var errLine = errors.New("the line broke")

// errBusy is a server that asks to come again later.
var errBusy = errors.New("the server is busy")

// line is a bad connection to the server.
type line struct {
	url, token string
	faults     Faults
	chance     *rand.Rand
	count      func(what string, took time.Duration)
	client     http.Client
}

// push sends a batch, and gives the answer if it comes through.
func (l *line) push(ctx context.Context, body []byte) (answer []byte, err error) {
	dice, f := l.chance.Float64(), l.faults
	began := time.Now()
	switch {
	case dice < f.Lost:
		l.count("lost on the way", 0)
		return nil, errLine
	case dice < f.Lost+f.CutRequest:
		l.count("cut in the request", 0)
		_, err = l.send(ctx, "/api/v1/sync", &torn{bytes.NewReader(body[:l.chance.IntN(len(body))])}, int64(len(body)))
		return nil, errors.Join(errLine, err)
	case dice < f.Lost+f.CutRequest+f.CutAnswer:
		l.count("cut in the answer", 0)
		_, err = l.whole(ctx, body)
		return nil, errors.Join(errLine, err)
	case dice < f.Lost+f.CutRequest+f.CutAnswer+f.Twice:
		l.count("sent twice at once", 0)
		var first sync.WaitGroup
		first.Go(func() { _, _ = l.whole(ctx, body) }) // whatever comes of it, the second is listened to
		answer, err = l.whole(ctx, body)
		first.Wait()
	default:
		answer, err = l.whole(ctx, body)
	}
	if err == nil {
		l.count("push", time.Since(began))
	}
	return answer, err
}

func (l *line) whole(ctx context.Context, body []byte) ([]byte, error) {
	return l.send(ctx, "/api/v1/sync", bytes.NewReader(body), int64(len(body)))
}

// torn is a body that breaks off where it should go on.
type torn struct{ io.Reader }

// Read reads on, and breaks.
func (t *torn) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		return n, errLine
	}
	return n, err
}

func (l *line) send(ctx context.Context, path string, body io.Reader, size int64) ([]byte, error) {
	method := http.MethodPost
	if body == nil {
		method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(ctx, method, l.url+path, body)
	if err != nil {
		return nil, err
	}
	req.ContentLength = size
	req.Header.Set("Content-Type", "application/json")
	if l.token != "" {
		req.Header.Set("Authorization", "Bearer "+l.token)
	}
	res, err := l.client.Do(req)
	if err != nil {
		return nil, errors.Join(errLine, err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	switch {
	case err != nil:
		return nil, errors.Join(errLine, err)
	case res.StatusCode == http.StatusServiceUnavailable || res.StatusCode == http.StatusTooManyRequests:
		l.count("busy", 0)
		return nil, l.comeAgain(ctx, res.Header.Get("Retry-After"))
	case res.StatusCode >= http.StatusBadRequest:
		return nil, fmt.Errorf("%s answered %d: %s", path, res.StatusCode, answer)
	}
	return answer, nil
}

// read gets something over a good line, as JSON.
func (l *line) read(ctx context.Context, path string, in, out any) error {
	var body io.Reader
	var size int64
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body, size = bytes.NewReader(raw), int64(len(raw))
	}
	answer, err := l.send(ctx, path, body, size)
	if err != nil {
		return err
	}
	return json.Unmarshal(answer, out)
}

// comeAgain waits as long as a busy server asks. One that does not say how long is at fault.
func (l *line) comeAgain(ctx context.Context, after string) error {
	seconds, err := strconv.Atoi(after)
	if err != nil {
		return fmt.Errorf("a busy server did not say when to come again: %w", err)
	}
	select {
	case <-time.After(time.Duration(seconds) * time.Second):
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}
