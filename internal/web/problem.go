package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/fault"
	"tripol/internal/journal"
)

// statuses is the only mapping from kinds of faults to HTTP statuses.
var statuses = map[fault.Kind]int{
	fault.Invalid:         fiber.StatusUnprocessableEntity,
	fault.Unauthenticated: fiber.StatusUnauthorized,
	fault.Forbidden:       fiber.StatusForbidden,
	fault.Missing:         fiber.StatusNotFound,
	fault.Conflict:        fiber.StatusConflict,
	fault.Gone:            fiber.StatusGone,
	fault.TooLarge:        fiber.StatusRequestEntityTooLarge,
	fault.Unsupported:     fiber.StatusUnsupportedMediaType,
	fault.Throttled:       fiber.StatusTooManyRequests,
	fault.Busy:            fiber.StatusServiceUnavailable,
	fault.StorageFull:     fiber.StatusInsufficientStorage,
}

// Problem is a refused request in the format of RFC 9457, with our stable code and the field's path.
type Problem struct {
	Type    string          `json:"type"`
	Title   string          `json:"title"`
	Status  int             `json:"status"`
	Code    string          `json:"code" set:"fault_code"`
	Detail  string          `json:"detail"`
	Path    string          `json:"path,omitempty"`
	Numbers map[string]any  `json:"numbers,omitempty"`
	Entry   journal.EntryID `json:"entry,omitempty"`
	Outcome journal.Status  `json:"outcome,omitempty"` // of a refused entry that the journal stored
}

// malformedCodes are refusals of the JSON itself: 400, where a well-formed field that violates a rule is 422.
var malformedCodes = map[string]bool{"malformed_json": true, "duplicate_field": true, "crooked_path": true}

// problem is Fiber's error handler for every route. Only faults are shown to clients; any other error is logged and
// its text withheld.
func (s *Server) problem(f *fiber.Ctx, err error) error {
	answer := s.explain(f, err)
	if retry, ok := answer.Numbers["retry_after_seconds"]; ok {
		if seconds, ok := retry.(int); ok {
			f.Set(fiber.HeaderRetryAfter, strconv.Itoa(max(1, seconds)))
		}
	} else if answer.Status == fiber.StatusServiceUnavailable {
		f.Set(fiber.HeaderRetryAfter, "5")
	}
	return answer.send(f)
}

func (s *Server) explain(f *fiber.Ctx, err error) Problem {
	if refused := fault.Of(err); refused != nil {
		status := statuses[refused.Kind]
		if malformedCodes[refused.Code] {
			status = fiber.StatusBadRequest
		}
		path := refused.Path
		if refused.Kind == fault.Missing && f.Method() == fiber.MethodGet {
			path = "" // the id is in the path; unknown and malformed ids get identical responses
		}
		if refused.Kind == fault.Busy || refused.Kind == fault.StorageFull {
			s.Log.Error("request refused", slog.String("code", refused.Code), slog.Any("cause", errors.Unwrap(refused)))
		}
		return Problem{
			Status:  status,
			Code:    refused.Code,
			Detail:  refused.Message,
			Path:    path,
			Numbers: refused.Numbers,
		}
	}
	var known *fiber.Error
	if errors.As(err, &known) && known.Code < 500 {
		return fromFiber(known.Code)
	}
	if errors.Is(err, context.DeadlineExceeded) { // overload, not the client's mistake
		s.Log.Error("request timed out", slog.String("route", f.Route().Path))
		return Problem{
			Status: fiber.StatusServiceUnavailable, Code: "server_busy",
			Detail: "The server has too much to do; try again later.",
		}
	}
	s.Log.Error("request failed", slog.String("route", f.Route().Path), slog.String("error", err.Error()))
	return Problem{
		Status: fiber.StatusInternalServerError,
		Code:   "internal",
		Detail: "Something failed on our side; it has been noted.",
	}
}

// fromFiber converts the framework's own refusals.
func fromFiber(status int) Problem {
	switch status {
	case fiber.StatusRequestEntityTooLarge:
		return Problem{
			Status:  status,
			Code:    "body_too_large",
			Detail:  "The request body exceeds the limit.",
			Numbers: map[string]any{"limit_bytes": bodyLimit},
		}
	case fiber.StatusNotFound:
		return Problem{Status: status, Code: "not_found", Detail: "No such page."}
	case fiber.StatusMethodNotAllowed:
		return Problem{Status: status, Code: "method_not_allowed", Detail: "This address does not support this method."}
	}
	return Problem{Status: status, Code: "bad_request", Detail: "The request cannot be read."}
}

func (p Problem) send(f *fiber.Ctx) error {
	p.Type, p.Title = "about:blank", titles[p.Status]
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	f.Set(fiber.HeaderContentType, "application/problem+json")
	f.Set(fiber.HeaderCacheControl, "no-store")
	return f.Status(p.Status).Send(text)
}

var titles = map[int]string{
	400: "Bad Request",
	401: "Unauthorized",
	403: "Forbidden",
	404: "Not Found",
	405: "Method Not Allowed",
	409: "Conflict",
	410: "Gone",
	413: "Content Too Large",
	415: "Unsupported Media Type",
	422: "Unprocessable Content",
	429: "Too Many Requests",
	431: "Request Header Fields Too Large",
	500: "Internal Server Error",
	503: "Service Unavailable",
	507: "Insufficient Storage",
}
