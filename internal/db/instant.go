package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Instant is a moment in UTC to the microsecond, stored as whole microseconds since 1970 on both engines, so that
// both compare and sort alike.
type Instant struct{ time.Time }

// At makes an Instant of a time, cut to the microsecond.
func At(t time.Time) Instant { return Instant{t.UTC().Truncate(time.Microsecond)} }

// Value gives the stored form: microseconds since 1970, or NULL for the zero Instant.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.UnixMicro(), nil
}

// Scan reads the stored form.
func (i *Instant) Scan(v any) error {
	switch x := v.(type) {
	case nil:
		*i = Instant{}
	case int64:
		*i = At(time.UnixMicro(x))
	default:
		return fmt.Errorf("an instant is stored as microseconds, not as %T", v)
	}
	return nil
}

// GormDataType keeps GORM from taking an Instant for a timestamp column.
func (Instant) GormDataType() string { return "bigint" }
