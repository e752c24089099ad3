package household

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// Page lengths: a screen may request any within these bounds.
const (
	defaultPage = 50
	longestPage = 200
)

// PageSize limits a requested page length to these bounds; zero or less is the default.
func PageSize(wished int) int {
	if wished <= 0 {
		return defaultPage
	}
	return min(wished, longestPage)
}

// Cursor is the position in a list that is ordered newest first, then by id (keyset pagination).
type Cursor struct {
	At db.Instant
	ID string
}

// String returns the cursor as clients receive it and send it back: microseconds, a dot, the id.
func (c Cursor) String() string { return strconv.FormatInt(c.At.UnixMicro(), 10) + "." + c.ID }

// ParseCursor parses the result of String. An empty text is the beginning of the list.
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	moment, id, found := strings.Cut(text, ".")
	micro, err := strconv.ParseInt(moment, 10, 64)
	if !found || err != nil || !wellFormedID(id) {
		return Cursor{}, fault.Field("/after", "malformed", "The cursor is malformed.")
	}
	return Cursor{At: db.At(time.UnixMicro(micro)), ID: id}, nil
}

// Older returns a scope with the rows after the cursor, in a list ordered by the column moment, newest first, then by
// id.
func (c Cursor) Older(moment, id string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if c.ID == "" {
			return q
		}
		return q.Where("("+moment+" < ? OR ("+moment+" = ? AND "+id+" < ?))", c.At, c.At, c.ID)
	}
}

// wellFormedID reports whether a text is a UUID in canonical spelling; Postgres returns an error for any other text.
func wellFormedID(text string) bool {
	id, err := uuid.Parse(text)
	return err == nil && id.String() == text
}

// WellFormed reports whether the id is a canonical UUID; a malformed id cannot exist.
func (id ID) WellFormed() bool { return wellFormedID(string(id)) }
