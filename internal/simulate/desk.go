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

// pageInterval is the interval between two pages of an office user.
const pageInterval = time.Second

// officeUsers are office users who request pages while the phones synchronise.
type officeUsers struct {
	url   string
	pages []string
	stop  context.CancelFunc
	all   sync.WaitGroup

	mutex sync.Mutex // guards the fields below
	took  []time.Duration
	busy  int
	err   error
}

// startOffice signs users in and lets them request pages until finish is called.
func (c *Crowd) startOffice(ctx context.Context) (*officeUsers, error) {
	id := c.world.Distribution
	d := &officeUsers{url: c.URL, pages: []string{
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

func (d *officeUsers) signIn(ctx context.Context, login, password string) (cookie string, err error) {
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

// look requests the pages in turn, each user starting with another one.
func (d *officeUsers) look(ctx context.Context, at int, cookie string) {
	for ; ctx.Err() == nil; at++ {
		began := time.Now()
		status, err := d.page(ctx, d.pages[at%len(d.pages)], cookie)
		d.note(status, time.Since(began), err, ctx.Err() != nil)
		select {
		case <-time.After(pageInterval):
		case <-ctx.Done():
		}
	}
}

func (d *officeUsers) page(ctx context.Context, path, cookie string) (status int, err error) {
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
		err = errors.Join(err, fmt.Errorf("%s: 503 without Retry-After", path))
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusServiceUnavailable {
		err = errors.Join(err, fmt.Errorf("%s was answered %d", path, res.StatusCode))
	}
	return res.StatusCode, err
}

func (d *officeUsers) note(status int, took time.Duration, err error, over bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	switch {
	case over: // cancelled by finish
	case err != nil:
		d.err = errors.Join(d.err, err)
	case status == http.StatusOK:
		d.took = append(d.took, took)
	default:
		d.busy++
	}
}

// finish stops the users and returns their errors.
func (d *officeUsers) finish() ([]time.Duration, int, error) {
	d.stop()
	d.all.Wait()
	return d.took, d.busy, d.err
}
