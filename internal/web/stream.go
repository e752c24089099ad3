package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
)

const (
	streamTime  = 30 * time.Minute // for a whole file, over a very slow connection
	streamSlice = 16 << 10         // bytes for which the client has writeTimeout
)

// attach marks the response as a file download with this name, not to be cached.
func (c *call) attach(media, name string) {
	c.Set(fiber.HeaderContentType, media)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
}

// stream sends the output of write while it is written. The request's own time limit does not apply: its context ends
// with the server, or when write returns. A client that disconnects makes the next write fail. When write fails
// midway, the connection is closed without the terminating chunk, so that no client takes the part for the whole.
func (c *call) stream(write func(context.Context, io.Writer) error) {
	from, to := io.Pipe()
	out := &paced{to: to, conn: c.Context().Conn()} // the connection alone, never the context
	ctx, done := context.WithTimeout(c.server.base, streamTime)
	log, route := c.server.Log, c.Route().Path
	c.Response().SetBodyStream(from, -1)
	go func() {
		defer done()
		err := guarded(ctx, out, write)
		switch {
		case errors.Is(err, io.ErrClosedPipe):
			log.Debug("client disconnected", slog.String("route", route))
		case err != nil:
			log.Error("file transfer aborted", slog.String("route", route), slog.String("error", err.Error()))
		}
		_ = to.CloseWithError(err) // which never fails
	}()
}

// guarded converts a panic to an error: in a goroutine of its own it would end the program.
func guarded(ctx context.Context, w io.Writer, write func(context.Context, io.Writer) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic while writing a file: %v", p)
		}
	}()
	return write(ctx, w)
}

// paced renews the client's write timeout for every slice: a slow connection is served, a dead one is closed.
type paced struct {
	to   io.Writer
	conn net.Conn
}

// Write writes slice by slice.
func (p *paced) Write(b []byte) (written int, err error) {
	for len(b) > 0 {
		until := time.Now().Add(writeTimeout) //nolint:forbidigo // a deadline is kept by the machine's own clock
		if err := p.conn.SetWriteDeadline(until); err != nil {
			return written, err
		}
		n, err := p.to.Write(b[:min(len(b), streamSlice)])
		written += n
		if err != nil {
			return written, err
		}
		b = b[n:]
	}
	return written, nil
}
