package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/backup/recovery"
	"tripol/internal/fault"
)

// RestoreOpenIn opens a restore with the setup code; a folder is looked into beside the sticks.
type RestoreOpenIn struct {
	Code   string `json:"code" maxLength:"200" fault:"first_code_wrong"`
	Folder string `json:"folder" maxLength:"1000"`
}

// RestoreIn starts a restore: a file that was found, or the uploaded one, and both halves of its key.
type RestoreIn struct {
	Ticket string `json:"ticket" maxLength:"100"`
	File   string `json:"file" maxLength:"2000"` // empty: the uploaded one
	First  string `json:"first" maxLength:"400"`
	Second string `json:"second" maxLength:"400"`
}

// TicketIn names an open restore.
type TicketIn struct {
	Ticket string `json:"ticket" maxLength:"100"`
}

// RestoreHave is how much of an uploaded file is here.
type RestoreHave struct {
	Have int64 `json:"have"`
}

// recovering returns the service of the first-run page.
func (c *call) recovering() (*recovery.Service, error) {
	if c.server.Recovery == nil || c.server.begun.Load() {
		return nil, fault.New(fault.Conflict, "restore_elsewhere",
			"A backup is restored into an empty installation, here by the command `tripol restore`.")
	}
	return c.server.Recovery, nil
}

func openRestore(c *call, in RestoreOpenIn) (out recovery.Session, err error) {
	service, err := c.recovering()
	if err != nil {
		return out, err
	}
	if err := c.server.People.OpenFirstRun(c.context(), c.server.First, c.caller(), in.Code); err != nil {
		return out, err
	}
	return service.Open(in.Folder)
}

func restoreState(c *call, in TicketIn) (out recovery.State, err error) {
	service, err := c.recovering()
	if err != nil {
		return out, err
	}
	return service.StateOf(in.Ticket)
}

func startRestore(c *call, in RestoreIn) (out recovery.State, err error) {
	service, err := c.recovering()
	if err != nil {
		return out, err
	}
	return service.Start(c.context(), in.Ticket, in.File, in.First, in.Second)
}

func finishRestore(c *call, in TicketIn) (out recovery.State, err error) {
	service, err := c.recovering()
	if err != nil {
		return out, err
	}
	return service.Finish(in.Ticket)
}

// takeRestorePiece appends a piece of a backup that a browser sends.
func takeRestorePiece(c *call) error {
	service, err := c.recovering()
	if err != nil {
		return err
	}
	if c.Get(fiber.HeaderContentType) != fiber.MIMEOctetStream {
		return fault.New(fault.Unsupported, "content_type", "Send the file as application/octet-stream.")
	}
	offset, err := strconv.ParseInt(c.Query("offset"), 10, 64)
	if err != nil {
		return fault.Field("/offset", "malformed", "The offset is a number.")
	}
	have, err := service.Piece(c.Query("ticket"), offset, c.Request().Body())
	if err != nil {
		return err
	}
	return c.JSON(RestoreHave{have})
}
