package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/web"
)

// phone is a signed-in client on one keep-alive connection. It implements a minimum of HTTP, to leave the processor to
// the server.
type phone struct {
	address, cookie, csrf string
	token                 string // of an enrolled phone
	conn                  net.Conn
	in                    *bufio.Reader
	out                   bytes.Buffer
}

// signedIn connects and signs in as a browser does.
func signedIn(ctx context.Context, address, login string) (*phone, error) {
	body, err := json.Marshal(web.SignIn{Login: login, Password: password})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/api/v1/session", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	var view web.SessionView
	if err := json.NewDecoder(res.Body).Decode(&view); err != nil || res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("sign in as %s: status %d %w", login, res.StatusCode, err)
	}
	p := &phone{address: address, csrf: view.CSRF}
	if cookies := res.Cookies(); len(cookies) > 0 {
		p.cookie = cookies[0].Name + "=" + cookies[0].Value // the session cookie
	}
	return p, p.dial(ctx)
}

// enrolled connects as a newly enrolled phone.
func enrolled(ctx context.Context, address, login string) (*phone, error) {
	body, err := json.Marshal(web.EnrolIn{
		Protocol: 1, Device: people.DeviceID(db.NewID()), Name: "bench", Login: login, Password: password,
	})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/api/v1/devices", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	var view web.EnrolledView
	if err := json.NewDecoder(res.Body).Decode(&view); err != nil || res.StatusCode != http.StatusCreated {
		return nil, fmt.Errorf("enrol as %s: status %d %w", login, res.StatusCode, err)
	}
	p := &phone{address: address, token: string(view.FullToken)}
	return p, p.dial(ctx)
}

func (p *phone) dial(ctx context.Context) (err error) {
	p.conn, err = (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", p.address)
	if err == nil {
		p.in = bufio.NewReader(p.conn)
	}
	return err
}

// close closes the connection; closing twice is no error.
func (p *phone) close() error {
	if p.conn == nil {
		return nil
	}
	err := p.conn.Close()
	p.conn = nil
	return err
}

// send sends one request and reads the whole response.
func (p *phone) send(method, path string, body []byte) (status int, answer []byte, err error) {
	p.out.Reset()
	fmt.Fprintf(&p.out, "%s %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nX-CSRF-Token: %s\r\n", method, path, p.address, p.cookie, p.csrf)
	if p.token != "" {
		fmt.Fprintf(&p.out, "Authorization: Bearer %s\r\n", p.token)
	}
	if body != nil {
		fmt.Fprintf(&p.out, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	p.out.WriteString("\r\n")
	p.out.Write(body)
	if err := p.conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return 0, nil, err
	}
	if _, err := p.conn.Write(p.out.Bytes()); err != nil {
		return 0, nil, err
	}
	return p.receive()
}

func (p *phone) receive() (status int, answer []byte, err error) {
	line, err := p.in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(line) < 12 {
		return 0, nil, fmt.Errorf("no answer: %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, nil, err
	}
	length := 0
	for {
		if line, err = p.in.ReadSlice('\n'); err != nil {
			return status, nil, err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, found := bytes.Cut(line, []byte(":")); found && bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return status, nil, err
			}
		}
	}
	answer = make([]byte, length)
	_, err = io.ReadFull(p.in, answer)
	return status, answer, err
}

// handoverPayload is the payload of one handover.give.
func (w *world) handoverPayload(run, slot int) ([]byte, error) {
	return json.Marshal(distribution.HandoverGive{
		ID: distribution.HandoverID(db.NewID()), Distribution: distribution.ID(id(distributionIDs, siteID(run, slot%w.runs[run]))),
		Card: w.codes[w.household(run, slot)], Collector: distribution.Self,
	})
}

// handover is the request body with one handover.give.
func (w *world) handover(run, slot int) ([]byte, error) {
	payload, err := w.handoverPayload(run, slot)
	if err != nil {
		return nil, err
	}
	return json.Marshal(web.EntryIn{
		ID: journal.EntryID(db.NewID()), Kind: "handover.give", Schema: 1, OccurredAt: db.At(time.Now()), Payload: payload,
	})
}

// serve records a run's first handovers; each phone stays at its own site.
func (w *world) serve(ctx context.Context, phones []*phone, run, count int) (sample, error) {
	for _, p := range phones { // the server closes connections that were idle during the limit's run
		if err := errors.Join(p.close(), p.dial(ctx)); err != nil {
			return sample{}, err
		}
	}
	latencies := make([][]time.Duration, len(phones))
	failed := make([]error, len(phones))
	var done atomic.Int64
	var wait sync.WaitGroup
	began := time.Now()
	for i, p := range phones {
		wait.Go(func() {
			for slot := i; slot < count; slot += len(phones) {
				body, err := w.handover(run, slot)
				if err != nil {
					failed[i] = err
					return
				}
				sent := time.Now()
				status, answer, err := p.send(http.MethodPost, "/api/v1/entries", body)
				if err == nil && status != http.StatusOK {
					err = fmt.Errorf("status %d: %s", status, answer)
				}
				if err != nil {
					failed[i] = err
					return
				}
				latencies[i] = append(latencies[i], time.Since(sent))
				done.Add(1)
			}
		})
	}
	wait.Wait()
	s := sample{done: int(done.Load()), took: time.Since(began)}
	var all []time.Duration
	for _, some := range latencies {
		all = append(all, some...)
	}
	s.p99 = p99(all)
	return s, errors.Join(failed...)
}
