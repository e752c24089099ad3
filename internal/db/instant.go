package db

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Instant is a time in UTC with microsecond precision, stored on both engines as integer microseconds since
// 1970, so that both compare and sort alike.
type Instant struct{ time.Time }

// At converts a time to an Instant, truncated to the microsecond.
func At(t time.Time) Instant { return Instant{t.UTC().Truncate(time.Microsecond)} }

// Value returns the stored form: microseconds since 1970, or NULL for the zero Instant.
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

// GormDataType prevents GORM from using a timestamp column.
func (Instant) GormDataType() string { return "bigint" }
