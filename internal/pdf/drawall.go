package pdf

import (
	"fmt"
	"runtime"
	"sync"
)

// maxWorkers bounds the pages drawn concurrently, and so the memory.
const maxWorkers = 4

// drawn is the result of drawing a page.
type drawn struct {
	content []byte
	err     error
}

// job is a page to draw and the channel of its result.
type job struct {
	number int
	done   chan drawn
}

// DrawAll draws n pages concurrently and writes them in order. QR codes dominate the cost, so there is one worker per
// processor; at most twice as many pages wait for the writer (backpressure).
func (d *Document) DrawAll(n int, draw func(number int, p *Page) error) error {
	pens := make([]*pageWorker, min(runtime.GOMAXPROCS(0), maxWorkers, n))
	for i := range pens {
		var err error
		if pens[i], err = newPen(); err != nil {
			return err
		}
	}
	jobs, order, stop := make(chan job), make(chan job, 2*len(pens)), make(chan struct{})
	var working sync.WaitGroup
	working.Go(func() { dispatchPages(n, jobs, order, stop) })
	for _, own := range pens {
		working.Go(func() {
			for j := range jobs {
				content, err := drawSafely(own, func(p *Page) error { return draw(j.number, p) })
				j.done <- drawn{content, err}
			}
		})
	}
	err := d.collect(order)
	close(stop)
	working.Wait()
	for _, own := range pens {
		d.learn(own.used)
	}
	return err
}

// dispatchPages sends the pages to the workers, and to the writer in order, until all are sent or the writer has
// stopped.
func dispatchPages(n int, jobs, order chan<- job, stop <-chan struct{}) {
	defer close(jobs)
	defer close(order)
	for number := range n {
		j := job{number, make(chan drawn, 1)}
		for _, to := range []chan<- job{jobs, order} {
			select {
			case <-stop:
				return
			case to <- j:
			}
		}
	}
}

// collect writes the pages in order until one fails.
func (d *Document) collect(order <-chan job) error {
	for j := range order {
		ready := <-j.done
		if ready.err != nil {
			return ready.err
		}
		if err := d.add(ready.content); err != nil {
			return err
		}
	}
	return nil
}

// drawSafely converts a panic into an error: in a worker goroutine it would end the process.
func drawSafely(own *pageWorker, draw func(*Page) error) (content []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic while drawing a page: %v", p)
		}
	}()
	return own.draw(draw)
}

// learn adds the glyphs used by a worker to those whose fonts are embedded in the document.
func (d *Document) learn(used []map[uint32]string) {
	for i := range used {
		for id, text := range used[i] {
			if known, seen := d.used[i][id]; !seen || known == "" {
				d.used[i][id] = text
			}
		}
	}
}
