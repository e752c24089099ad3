package web

import (
	"bytes"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/media"
)

const photoLimit = 8 << 20

// PhotoKept is the id of a stored photo.
type PhotoKept struct {
	ID media.ID `json:"id"`
}

// keepPhoto accepts a JPEG or PNG as the body; it stores a re-encoded picture without metadata.
func keepPhoto(c *call) error {
	switch c.Get(fiber.HeaderContentType) {
	case "image/jpeg", "image/png":
	default:
		return fault.New(fault.Unsupported, "content_type", "Send image/jpeg or image/png.")
	}
	raw := c.Request().Body()
	if len(raw) > photoLimit {
		return tooLarge(photoLimit)
	}
	in := media.Brought{Picture: bytes.NewReader(raw), Beside: damage.PhotoUploaded}
	id, err := media.KeepAs(c.context(), c.server.Store, c.session.Actor, c.server.Photos, in)
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(PhotoKept{ID: id})
}

// showPhoto streams a photo whose family is in the actor's scope, or that the actor uploaded and no entry references
// yet.
func showPhoto(c *call) error {
	id := media.ID(c.param("id"))
	if err := c.read(func(tx *db.Tx) error { return damage.MaySee(tx, id) }); err != nil {
		return err
	}
	file, err := media.Open(c.context(), c.server.Store, c.session.Actor, c.server.Photos, id)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "image/jpeg")
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	c.Set(fiber.HeaderContentDisposition, `inline; filename="photo.jpg"`)
	return c.SendStream(file) // fasthttp closes the file when it has been sent
}
