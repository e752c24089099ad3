package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"sync"
	"time"
)

const (
	starts     = 7
	burstTime  = 3 * time.Second
	burstUsers = 8
)

// coldStart is T16 on SQLite: the time from process start to the first page of a database with many households, and the
// memory used.
func (b *bench) coldStart(ctx context.Context, rows int) error {
	w, err := newSQLiteWorld(ctx, filepath.Join(b.folder, "start"), rows, nil)
	if err != nil {
		return err
	}
	reader, err := b.startOnce(ctx, w, nil) // signs in; the session survives a restart
	if err != nil {
		return err
	}
	busy := b.busyness()
	var ready, page []float64
	for range starts {
		took, err := b.startOnce(ctx, w, reader.phone)
		if err != nil {
			return err
		}
		ready, page = append(ready, took.ready), append(page, took.page)
	}
	middle, low, high := spread(page)
	b.say("T16 cold start, sqlite, %d households: %.0f ms to ready, %.0f ms to the first page (%.0f–%.0f), target 100 ms, %s",
		rows, median(ready), middle, low, high, judgeBelow(page, 200, busy))
	return b.startMemory(ctx, w, rows, reader.phone, busy)
}

type started struct {
	ready, page float64 // milliseconds
	phone       *phone
}

// startOnce starts the program, polls /readyz, requests a page and stops the program. Without a phone it only signs one
// in.
func (b *bench) startOnce(ctx context.Context, w *world, p *phone) (took started, err error) {
	began := time.Now()
	s, err := startServer(ctx, b.program, filepath.Join(b.folder, "start.log"), w.config)
	if err != nil {
		return took, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	if err := untilReady(ctx, s.address); err != nil {
		return took, err
	}
	took.ready = float64(time.Since(began).Microseconds()) / 1000
	if p == nil {
		took.phone, err = signedIn(ctx, s.address, "rina")
		if err == nil {
			err = took.phone.close()
		}
		return took, err
	}
	again := &phone{address: s.address, cookie: p.cookie, csrf: p.csrf}
	if err := again.dial(ctx); err != nil {
		return took, err
	}
	status, answer, err := again.send(http.MethodGet, "/api/v1/households", nil)
	took.page = float64(time.Since(began).Microseconds()) / 1000
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the page: %d %s", status, answer)
	}
	return took, errors.Join(err, again.close())
}

// startMemory reads the memory of a fresh process after a second, and after a burst of list pages.
func (b *bench) startMemory(ctx context.Context, w *world, rows int, p *phone, busy float64) (err error) {
	s, err := startServer(ctx, b.program, filepath.Join(b.folder, "start.log"), w.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	if err := untilReady(ctx, s.address); err != nil {
		return err
	}
	<-time.After(time.Second) // until the process is idle
	idle, err := s.memory("VmRSS")
	if err != nil {
		return err
	}
	pages, err := burst(ctx, s.address, p)
	if err != nil {
		return err
	}
	after, err := s.memory("VmRSS")
	if err != nil {
		return err
	}
	most, err := s.memory("VmHWM")
	b.say("T16 memory, sqlite, %d households: idle %.0f MB, target 40 MB, %s", rows, idle, judgeBelow([]float64{idle}, 64, busy))
	b.say("T16 memory, sqlite, %d households: after %d list pages %.0f MB (maximum %.0f), target 100 MB, %s",
		rows, pages, after, most, judgeBelow([]float64{after}, 160, busy))
	return err
}

// burst requests list pages from several clients for a few seconds.
func burst(ctx context.Context, address string, p *phone) (int, error) {
	ctx, done := context.WithTimeout(ctx, burstTime)
	defer done()
	counts := make([]int, burstUsers)
	failed := make([]error, burstUsers)
	var wait sync.WaitGroup
	for i := range burstUsers {
		wait.Go(func() {
			counts[i], failed[i] = turnPages(ctx, &phone{address: address, cookie: p.cookie, csrf: p.csrf})
		})
	}
	wait.Wait()
	all := 0
	for _, n := range counts {
		all += n
	}
	return all, errors.Join(failed...)
}

func turnPages(ctx context.Context, p *phone) (pages int, err error) {
	if err := p.dial(ctx); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	after := ""
	for ctx.Err() == nil {
		status, answer, err := p.send(http.MethodGet, "/api/v1/households?after="+url.QueryEscape(after), nil)
		if err != nil {
			return pages, err
		}
		var page struct {
			Next string `json:"next"`
		}
		if err := json.Unmarshal(answer, &page); err != nil || status != http.StatusOK {
			return pages, fmt.Errorf("a list page: %d %s %w", status, answer, err)
		}
		pages++
		after = page.Next
	}
	return pages, nil
}
