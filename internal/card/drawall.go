package card

import (
	"fmt"
	"runtime"
	"sync"
)

// mostPens bounds the pages that are drawn at once, and with them the memory.
const mostPens = 4

// drawn is a page on its way to the file.
type drawn struct {
	content []byte
	err     error
}

// job is a page to draw and where it is awaited.
type job struct {
	number int
	done   chan drawn
}

// drawAll draws n pages and writes them in order. QR codes are most of the work, so as many pages are drawn at once as
// there are processors; no more than twice as many wait to be written.
func (d *document) drawAll(n int, draw func(number int, p *page) error) error {
	pens := make([]*pen, min(runtime.GOMAXPROCS(0), mostPens, n))
	for i := range pens {
		var err error
		if pens[i], err = newPen(); err != nil {
			return err
		}
	}
	jobs, order, stop := make(chan job), make(chan job, 2*len(pens)), make(chan struct{})
	var working sync.WaitGroup
	working.Go(func() { handOut(n, jobs, order, stop) })
	for _, own := range pens {
		working.Go(func() {
			for j := range jobs {
				content, err := calmly(own, func(p *page) error { return draw(j.number, p) })
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

// handOut gives the pages to the pens, and to the writer in the order of their numbers, until all are given or the
// writer has stopped.
func handOut(n int, jobs, order chan<- job, stop <-chan struct{}) {
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

// collect writes the pages as they come, in order, to the first that fails.
func (d *document) collect(order <-chan job) error {
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

// calmly turns a panic into an error: in a goroutine of its own it would end the program.
func calmly(own *pen, draw func(*page) error) (content []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic while drawing a page: %v", p)
		}
	}()
	return own.draw(draw)
}

// learn adds the glyphs that a pen has drawn to those whose fonts travel with the document.
func (d *document) learn(used []map[uint32]string) {
	for i := range used {
		for id, text := range used[i] {
			if known, seen := d.used[i][id]; !seen || known == "" {
				d.used[i][id] = text
			}
		}
	}
}
