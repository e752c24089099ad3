package app

import (
	"context"
	"fmt"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/people"
)

// firstRun generates the setup code of the first administrator while no account exists, and prints it on the console,
// which no log records; here is the program's URL on this machine. It returns the address of the office on this machine
// as well, with the code while there is one. The code is valid until it is used or the program ends; `tripol user add`
// is the alternative.
func (a *App) firstRun(ctx context.Context, here string) (first *people.FirstRun, office string, err error) {
	var begun bool
	office = here + "/office/"
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		begun, err = people.IsSetUp(tx)
		return err
	})
	if err != nil || begun || a.Console == nil {
		return nil, office, err
	}
	first, code, err := people.NewFirstRun()
	if err != nil {
		return nil, office, err
	}
	base := strings.TrimRight(a.Config.PublicURL, "/")
	if base == "" {
		base = here
	}
	_, err = fmt.Fprintf(a.Console,
		"Nobody has set up this Tripol yet. Open %s/office/#/begin/%s\nor open %s/office/ and type %s\n",
		base, code, base, people.GroupCode(code))
	return first, office + "#/begin/" + code, err
}
