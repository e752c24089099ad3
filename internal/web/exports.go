package web

import (
	"github.com/gofiber/fiber/v2"

	"tripol/internal/exchange/export"
	"tripol/internal/fault"
)

// takeOut journals an export and streams it. Since this GET writes an entry, it is subject to the cross-site check
// like a POST; HEAD exports nothing.
func takeOut(list, format string) func(*call) error {
	return func(c *call) error {
		if !c.sameSite() {
			return fault.New(fault.Forbidden, "cross_site", "Cross-site request rejected.")
		}
		hxl := c.Query("hxl")
		if hxl != "" && hxl != "0" && hxl != "1" {
			return fault.Field("/hxl", "not_offered", "Must be 1 (with a row of HXL tags) or 0.")
		}
		wish := export.Request{
			List: list, Format: format, Tags: hxl == "1", Area: c.Query("area"), Since: c.Query("since"),
		}
		if c.Method() == fiber.MethodHead {
			return wish.Validate()
		}
		exporter := export.Exporter{
			Store: c.server.Store, Who: c.session.Actor, Submit: c.server.takeAs(c.session.Actor), Reserve: c.server.Reserve,
			Zone: c.server.zone(),
		}
		export, err := exporter.Open(c.context(), wish)
		if err != nil {
			return err
		}
		c.attach(export.MediaType(), export.FileName())
		c.stream(export.Write)
		return nil
	}
}
