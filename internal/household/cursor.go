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

// Pages are as long as a screen asks, within these bounds.
const (
	defaultPage = 50
	longestPage = 200
)

// PageSize brings a wished page length into bounds; zero or less means the default.
func PageSize(wished int) int {
	if wished <= 0 {
		return defaultPage
	}
	return min(wished, longestPage)
}

// Cursor marks a place in a list that is ordered newest first, then by id.
type Cursor struct {
	At db.Instant
	ID string
}

// String is the form that goes out and comes back: microseconds, a dot, the id.
func (c Cursor) String() string { return strconv.FormatInt(c.At.UnixMicro(), 10) + "." + c.ID }

// ParseCursor reads what String wrote. Empty is the beginning of the list.
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	moment, id, found := strings.Cut(text, ".")
	micro, err := strconv.ParseInt(moment, 10, 64)
	if !found || err != nil || !wellFormedID(id) {
		return Cursor{}, fault.Field("/after", "malformed", "This is not a place in the list.")
	}
	return Cursor{At: db.At(time.UnixMicro(micro)), ID: id}, nil
}

// Older keeps what comes after the cursor in a list ordered by the moment's column, newest first, and then by id.
func (c Cursor) Older(moment, id string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if c.ID == "" {
			return q
		}
		return q.Where("("+moment+" < ? OR ("+moment+" = ? AND "+id+" < ?))", c.At, c.At, c.ID)
	}
}

// wellFormedID says whether a text is a UUID in its one canonical spelling; Postgres would choke on any other text.
func wellFormedID(text string) bool {
	id, err := uuid.Parse(text)
	return err == nil && id.String() == text
}

// WellFormed says whether the id is spelt as ids are. One that is not can name nothing.
func (id ID) WellFormed() bool { return wellFormedID(string(id)) }
