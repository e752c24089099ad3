package web

import (
	"maps"
	"slices"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/exchange"
	"tripol/internal/fault"
	"tripol/internal/people"
)

// exportRoutes are the lists that may be taken out, in each format.
func exportRoutes() (routes []Route) {
	media := map[string]string{
		"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}
	for _, list := range slices.Sorted(maps.Keys(people.TakersOut)) {
		for _, format := range people.ListFormats {
			routes = append(routes, raw("GET", "/api/v1/exports/"+list+"."+format, only(people.TakersOut[list]...),
				"The list "+list+" as a file; journalled", takeOut(list, format)).
				query("area", "since", "hxl").gives(media[format]))
		}
	}
	return routes
}

// takeOut journals the export and then streams it. A GET that writes an entry is refused from other sites like a POST;
// HEAD takes nothing out.
func takeOut(list, format string) func(*call) error {
	return func(c *call) error {
		if !c.sameSite() {
			return fault.New(fault.Forbidden, "cross_site", "This request came from another site.")
		}
		hxl := c.Query("hxl")
		if hxl != "" && hxl != "0" && hxl != "1" {
			return fault.Field("/hxl", "not_offered", "Say 1 for a row of HXL tags, or 0.")
		}
		wish := exchange.ExportRequest{
			List: list, Format: format, Tags: hxl == "1", Area: c.Query("area"), Since: c.Query("since"),
		}
		if c.Method() == fiber.MethodHead {
			return wish.Validate()
		}
		exporter := exchange.Exporter{
			Store: c.server.Store, Who: c.session.Actor, Submit: c.server.taker(c.session.Actor), Reserve: c.server.Reserve,
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
