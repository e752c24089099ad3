package web

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/voice"
)

const (
	discardMost = 64 << 20
	discardTime = 10 * time.Second
	discardIdle = 300 * time.Millisecond // nothing more comes: the client waits for the response
)

// oversized answers a request that was refused by the length of its body, before a byte of it was read. The body is
// received in small pieces and thrown away: a client that still sends when the connection is closed never reads why.
func oversized(f *fiber.Ctx, err error) error {
	if !errors.Is(err, fiber.ErrRequestEntityTooLarge) {
		return err
	}
	discard(f)
	if f.Path() == voiceFiles {
		return voice.TooLarge()
	}
	return err
}

func discard(f *fiber.Ctx) {
	conn := f.Context().Conn() //nolint:forbidigo // the connection alone, never the context
	slice := make([]byte, streamSlice)
	began := time.Now() //nolint:forbidigo // a deadline is kept by the machine's own clock
	for read := 0; read < discardMost; {
		now := time.Now() //nolint:forbidigo // as above
		if now.Sub(began) > discardTime || conn.SetReadDeadline(now.Add(discardIdle)) != nil {
			return
		}
		n, err := conn.Read(slice)
		if err != nil {
			return
		}
		read += n
	}
}
