package web

import (
	"fmt"
	"reflect"
	"strconv"
	"testing"

	"tripol/internal/distribution"
	"tripol/internal/people"
)

func tagOf(t *testing.T, of any, field, tag string) string {
	t.Helper()
	f, is := reflect.TypeOf(of).FieldByName(field)
	if !is {
		t.Fatalf("%T has no %s", of, field)
	}
	return f.Tag.Get(tag)
}

// misstatedRequest lists the tags of a request's field that differ from those of the field that enforces them.
func misstatedRequest(t *testing.T, of any, field string, by any, enforced string) (found []string) {
	t.Helper()
	for _, tag := range []string{"minLength", "maxLength", "pattern", "minimum", "maximum"} {
		if tagOf(t, of, field, tag) != tagOf(t, by, enforced, tag) {
			found = append(found, tag)
		}
	}
	return found
}

// The document states the limits that the payload of a request's entry enforces; for other requests, those of their
// constants.
func TestRequestsStateTheLimitsOfTheirEntries(t *testing.T) {
	for _, c := range []struct {
		of       any
		field    string
		by       any
		enforced string
	}{
		{EnrolIn{}, "Name", people.DeviceEnrol{}, "Name"},
		{LetInIn{}, "Reason", people.WithheldLetIn{}, "Reason"},
		{LanesIn{}, "Lanes", distribution.DistributionLanes{}, "Lanes"},
		{BeginIn{}, "Organisation", people.OrganisationAdd{}, "Name"},
		{BeginIn{}, "Name", people.AccountAdd{}, "Name"},
		{BeginIn{}, "Login", people.AccountAdd{}, "Login"},
	} {
		if found := misstatedRequest(t, c.of, c.field, c.by, c.enforced); len(found) > 0 {
			t.Errorf("%T.%s and %T.%s differ in %v", c.of, c.field, c.by, c.enforced, found)
		}
	}
	stated := statedSchemas(t)
	for _, of := range []string{"AcceptIn", "BeginIn"} {
		want := fmt.Sprintf(`^[\s\S]{%d,500}$`, people.MinimumPassword)
		if pattern := stated[of].Properties["password"]["pattern"]; pattern != want {
			t.Errorf("the document states the pattern %v for %s.password", pattern, of)
		}
	}
	if n := tagOf(t, SheetIn{}, "Accounts", "maxItems"); n != strconv.Itoa(maxInvitations) {
		t.Errorf("a sheet has at most %s accounts", n)
	}
	// The control.
	if found := misstatedRequest(t, BeginIn{}, "Name", people.DeviceEnrol{}, "Name"); len(found) != 2 {
		t.Errorf("names of another length: %v", found)
	}
}
