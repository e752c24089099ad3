package simulate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// lookEvery is how long a person at a desk looks at a page before the next.
const lookEvery = time.Second

// desks are people in the office who go from page to page while the phones come back.
type desks struct {
	url   string
	pages []string
	stop  context.CancelFunc
	all   sync.WaitGroup

	mutex sync.Mutex // of what follows
	took  []time.Duration
	busy  int
	err   error
}

// sitDown signs so many people in and lets them look around until rise.
func (c *Crowd) sitDown(ctx context.Context) (*desks, error) {
	id := c.world.Distribution
	d := &desks{url: c.URL, pages: []string{
		"/api/v1/summary?level=panchayat", "/api/v1/households", "/api/v1/households?search=mondal", "/api/v1/exceptions",
		"/api/v1/devices", "/api/v1/distributions/" + string(id), "/api/v1/distributions/" + string(id) + "/list",
	}}
	ctx, d.stop = context.WithCancel(ctx)
	for i := range c.Desks {
		cookie, err := d.signIn(ctx, officeLogin, c.world.Password)
		if err != nil {
			d.stop()
			return nil, err
		}
		d.all.Go(func() { d.look(ctx, i, cookie) })
	}
	return d, nil
}

func (d *desks) signIn(ctx context.Context, login, password string) (cookie string, err error) {
	raw, err := json.Marshal(map[string]string{"login": login, "password": password})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url+"/api/v1/session", bytes.NewReader(raw))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || len(res.Cookies()) == 0 {
		return "", fmt.Errorf("signing in was answered %d", res.StatusCode)
	}
	return res.Cookies()[0].String(), nil
}

// look goes from page to page, each at its own place at first.
func (d *desks) look(ctx context.Context, at int, cookie string) {
	for ; ctx.Err() == nil; at++ {
		began := time.Now()
		status, err := d.page(ctx, d.pages[at%len(d.pages)], cookie)
		d.note(status, time.Since(began), err, ctx.Err() != nil)
		select {
		case <-time.After(lookEvery):
		case <-ctx.Done():
		}
	}
}

func (d *desks) page(ctx context.Context, path, cookie string) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url+path, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Cookie", cookie)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	_, unsaid := strconv.Atoi(res.Header.Get("Retry-After"))
	if res.StatusCode == http.StatusServiceUnavailable && unsaid != nil {
		err = errors.Join(err, fmt.Errorf("%s: 503 without when to come again", path))
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusServiceUnavailable {
		err = errors.Join(err, fmt.Errorf("%s was answered %d", path, res.StatusCode))
	}
	return res.StatusCode, err
}

func (d *desks) note(status int, took time.Duration, err error, over bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	switch {
	case over: // it was cut off by rising
	case err != nil:
		d.err = errors.Join(d.err, err)
	case status == http.StatusOK:
		d.took = append(d.took, took)
	default:
		d.busy++
	}
}

// rise ends the looking, and says what was wrong with any of it.
func (d *desks) rise() ([]time.Duration, int, error) {
	d.stop()
	d.all.Wait()
	return d.took, d.busy, d.err
}
