package web

import (
	"github.com/gofiber/fiber/v2"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/people"
	"tripol/internal/voice"
)

// VoicesView lists the recordings of an organisation, with the limits of their sizes.
type VoicesView struct {
	MostBytes        int             `json:"most_bytes"`         // of one recording
	MostDialectBytes int             `json:"most_dialect_bytes"` // of all recordings of a dialect
	HelpNumber       string          `json:"help_number"`        // which the texts name; empty: none
	Recordings       []RecordingView `json:"recordings" nullable:"false"`
}

// RecordingView is the recording in force of a text in a dialect.
type RecordingView struct {
	Spoken   voice.Text `json:"spoken" set:"spoken_text"`
	Language string     `json:"language" set:"language"`
	Dialect  string     `json:"dialect"`
	Words    string     `json:"words"` // digest of the words that it speaks
	File     string     `json:"file"`
	Bytes    int        `json:"bytes"`
	By       string     `json:"by"`
	At       db.Instant `json:"at"`
}

func listVoices(c *call) (out VoicesView, err error) {
	out = VoicesView{
		MostBytes: voice.MostBytes, MostDialectBytes: voice.MostDialectBytes, HelpNumber: c.server.HelpNumber,
		Recordings: []RecordingView{},
	}
	return out, c.read(func(tx *db.Tx) error {
		rows, err := voice.List(tx)
		if err != nil {
			return err
		}
		by := make([]string, len(rows))
		for i, r := range rows {
			by[i] = string(r.Account)
		}
		names, err := people.Names(tx, by)
		for _, r := range rows {
			out.Recordings = append(out.Recordings, RecordingView{
				Spoken: r.Spoken, Language: r.Language, Dialect: r.Dialect, Words: r.Words, File: r.SHA256, Bytes: r.Size,
				By: names[string(r.Account)], At: r.RecordedAt,
			})
		}
		return err
	})
}

// keepVoice accepts a recording as the body, and stores nothing of it but the sound.
func keepVoice(c *call) error {
	if c.Get(fiber.HeaderContentType) != fiber.MIMEOctetStream {
		return fault.New(fault.Unsupported, "content_type", "Send application/octet-stream.")
	}
	kept, err := voice.Keep(c.context(), c.server.Store, c.session.Actor, c.Request().Body())
	if err != nil {
		return err
	}
	return c.Status(fiber.StatusCreated).JSON(kept)
}

// showVoice returns the file of a recording of the actor's organisation. Its address is its digest: it never changes.
func showVoice(c *call) error {
	var file voice.File
	err := c.read(func(tx *db.Tx) (err error) {
		file, err = voice.Open(tx, c.param("sha256"))
		return err
	})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, file.Container.MediaType())
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(file.Body)
}

// voiceEditors record and remove recordings; everybody in the organisation plays them.
var voiceEditors = only(voice.Editors...)
