package web

import (
	"reflect"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/journal"
)

// Route is a row of the route table: method, path, access policy, and the types of request and response.
type Route struct {
	Method, Path string
	Policy       Policy
	Summary      string
	In, Out      reflect.Type
	Query        []string       // names of query parameters
	Versions     []reflect.Type // of the response, where it depends on the protocol that a phone asks for
	Takes, Gives string         // media types of bodies that are not JSON
	Status       int            // of success
	OnFullDisk   bool           // served while the disk reserve is in use, although its method is not GET
	Hidden       bool           // pages and files, not part of the OpenAPI document
	handle       func(*call) error
}

// get is a read that returns JSON.
func get[Out any](path string, who Policy, summary string, handle func(*call) (Out, error)) Route {
	return Route{
		Method: "GET", Path: path, Policy: who, Summary: summary, Out: reflect.TypeFor[Out](), Status: fiber.StatusOK,
		handle: func(c *call) error {
			out, err := handle(c)
			if err != nil {
				return err
			}
			c.Set(fiber.HeaderCacheControl, "no-store")
			return c.JSON(out)
		},
	}
}

// post accepts JSON within the limits of its fields' tags, and returns JSON.
func post[In, Out any](path string, who Policy, summary string, handle func(*call, In) (Out, error)) Route {
	r := get(path, who, summary, func(c *call) (Out, error) {
		in, err := checked[In](c)
		if err != nil {
			var none Out
			return none, err
		}
		return handle(c, in)
	})
	r.Method, r.In = "POST", reflect.TypeFor[In]()
	return r
}

// entry is the route for journal entries: its status depends on the outcome.
func entry(path string, who Policy, summary string, handle func(*call, EntryIn) error) Route {
	return Route{
		Method: "POST", Path: path, Policy: who, Summary: summary, Status: fiber.StatusOK,
		In: reflect.TypeFor[EntryIn](), Out: reflect.TypeFor[journal.Outcome](),
		handle: func(c *call) error {
			in, err := body[EntryIn](c)
			if err != nil {
				return err
			}
			return handle(c, in)
		},
	}
}

// raw is a route whose request or response body is not JSON.
func raw(method, path string, who Policy, summary string, handle func(*call) error) Route {
	return Route{Method: method, Path: path, Policy: who, Summary: summary, Status: fiber.StatusOK, handle: handle}
}

// page is a route without a session, not part of the OpenAPI document.
func page(path string, handle func(*call) error) Route {
	return Route{Method: "GET", Path: path, Policy: anyone, Hidden: true, Status: fiber.StatusOK, handle: handle}
}

func redirect(to string) func(*call) error {
	return func(c *call) error { return c.Redirect(to, fiber.StatusMovedPermanently) }
}

// versions are the types of a response that depends on the version of the protocol.
func (r Route) versions(all ...reflect.Type) Route { r.Versions = all; return r }

func (r Route) query(names ...string) Route { r.Query = names; return r }

// photo marks a route that accepts a picture and returns its id.
func (r Route) photo() Route {
	r.Takes, r.Out, r.Status = "image/jpeg", reflect.TypeFor[PhotoKept](), fiber.StatusCreated
	return r
}

// forPhones admits enrolled phones with their full token.
func (r Route) forPhones() Route { r.Policy.Phone = true; return r }

// onFullDisk marks a route that only reads, or signs in or out.
func (r Route) onFullDisk() Route { r.OnFullDisk = true; return r }

// whilePending marks a route that a session may use before its second factor was given.
func (r Route) whilePending() Route { r.Policy.Pending = true; return r }

func (r Route) gives(media string) Route { r.Gives = media; return r }
func (r Route) status(code int) Route    { r.Status = code; return r }
