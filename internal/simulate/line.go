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

// errLinkBroken is a broken connection: the fate of the request is unknown.
var errLinkBroken = errors.New("the line broke")

// errBusy is a 503 with Retry-After.
var errBusy = errors.New("the server is busy")

// line is an unreliable connection to the server.
type faultyLink struct {
	url, token string
	faults     Faults
	chance     *rand.Rand
	count      func(what string, took time.Duration)
	client     http.Client
}

// push sends a batch and returns the response if it arrives.
func (l *faultyLink) push(ctx context.Context, body []byte) (answer []byte, err error) {
	dice, f := l.chance.Float64(), l.faults
	began := time.Now()
	switch {
	case dice < f.Lost:
		l.count("lost on the way", 0)
		return nil, errLinkBroken
	case dice < f.Lost+f.CutRequest:
		l.count("cut in the request", 0)
		_, err = l.send(ctx, "/api/v1/sync", &tornReader{bytes.NewReader(body[:l.chance.IntN(len(body))])}, int64(len(body)))
		return nil, errors.Join(errLinkBroken, err)
	case dice < f.Lost+f.CutRequest+f.CutAnswer:
		l.count("cut in the answer", 0)
		_, err = l.sendWhole(ctx, body)
		return nil, errors.Join(errLinkBroken, err)
	case dice < f.Lost+f.CutRequest+f.CutAnswer+f.Twice:
		l.count("sent twice at once", 0)
		var first sync.WaitGroup
		first.Go(func() { _, _ = l.sendWhole(ctx, body) }) // its result is ignored; the second one's counts
		answer, err = l.sendWhole(ctx, body)
		first.Wait()
	default:
		answer, err = l.sendWhole(ctx, body)
	}
	if err == nil {
		l.count("push", time.Since(began))
	}
	return answer, err
}

func (l *faultyLink) sendWhole(ctx context.Context, body []byte) ([]byte, error) {
	return l.send(ctx, "/api/v1/sync", bytes.NewReader(body), int64(len(body)))
}

// tornReader is a body that breaks off before its end.
type tornReader struct{ io.Reader }

// Read reads on and then fails.
func (t *tornReader) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		return n, errLinkBroken
	}
	return n, err
}

func (l *faultyLink) send(ctx context.Context, path string, body io.Reader, size int64) ([]byte, error) {
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
		return nil, errors.Join(errLinkBroken, err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	switch {
	case err != nil:
		return nil, errors.Join(errLinkBroken, err)
	case res.StatusCode == http.StatusServiceUnavailable || res.StatusCode == http.StatusTooManyRequests:
		l.count("busy", 0)
		return nil, l.waitRetryAfter(ctx, res.Header.Get("Retry-After"))
	case res.StatusCode >= http.StatusBadRequest:
		return nil, fmt.Errorf("%s answered %d: %s", path, res.StatusCode, answer)
	}
	return answer, nil
}

// read requests JSON over a reliable connection.
func (l *faultyLink) read(ctx context.Context, path string, in, out any) error {
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

// waitRetryAfter waits for the time in Retry-After. A busy server that sends none is at fault.
func (l *faultyLink) waitRetryAfter(ctx context.Context, after string) error {
	seconds, err := strconv.Atoi(after)
	if err != nil {
		return fmt.Errorf("503 without a valid Retry-After: %w", err)
	}
	select {
	case <-time.After(time.Duration(seconds) * time.Second):
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}
