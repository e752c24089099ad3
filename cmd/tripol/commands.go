package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"tripol/internal/actor"
	"tripol/internal/app"
	"tripol/internal/config"
	"tripol/internal/people"
	"tripol/internal/release"
)

type serveCommand struct {
	LAN  bool   `name:"lan" help:"Serve https to phones in the same network, with an authority created on this machine."`
	Cert string `help:"Serve https with this certificate (PEM, with its chain)." type:"existingfile" placeholder:"FILE"`
	Key  string `help:"The certificate's key (PEM)." type:"existingfile" placeholder:"FILE"`
}

// Help lists the settings.
func (serveCommand) Help() string {
	var text strings.Builder
	text.WriteString("Settings are read from the environment:\n\n")
	for _, s := range config.Settings {
		fmt.Fprintf(&text, "  %s: %s\n\n", s[0], s[1])
	}
	return text.String()
}

// Run serves until the context ends. A restore on the first-run page ends the server, and starts it on the restored
// data.
func (s serveCommand) Run(t *terminal) error {
	for {
		a, err := app.OpenServer(t.ctx, t.config, t.log)
		if err != nil {
			return err
		}
		a.Console = t.out
		a.HTTPS = app.HTTPS{LAN: s.LAN, Certificate: s.Cert, Key: s.Key}
		if file, ok := t.out.(*os.File); ok {
			a.HTTPS.Draw = term.IsTerminal(int(file.Fd()))
		}
		err = a.Serve(t.ctx)
		if closed := a.Close(); closed != nil || !errors.Is(err, app.ErrRestart) {
			return errors.Join(err, closed)
		}
	}
}

type migrateCommand struct{}

// Run migrates the database.
func (migrateCommand) Run(t *terminal) error {
	if err := app.Migrate(t.ctx, t.config); err != nil {
		return err
	}
	return t.say("The database schema is up to date.")
}

type openAPICommand struct{}

// Run prints the OpenAPI document.
func (openAPICommand) Run(t *terminal) error {
	document, err := app.OpenAPI()
	if err != nil {
		return err
	}
	return t.say(string(document))
}

type demoCommand struct {
	Families int `help:"Number of fictional families." default:"2000"`
}

// Run fills an empty database, or reports that it is filled.
func (d demoCommand) Run(t *terminal) error {
	return t.with(func(a *app.App) error {
		made, err := a.Demo(t.ctx, d.Families)
		if err != nil {
			return err
		}
		if made {
			if err := t.say(
				"The demonstration is ready: %d fictional families over real places.",
				d.Families,
			); err != nil {
				return err
			}
		}
		base := "http://" + t.config.Addr
		lines := []string{
			"",
			"  " + base + "/          public page for donors",
			"  " + base + "/field/    phones: register, grade, hand over",
			"  " + base + "/office/   laptops: stock, lists, cards, campaign",
			"",
			"Sign in with the password " + app.DemoPassword + " as:",
		}
		for _, s := range app.DemoSignIns {
			lines = append(lines, fmt.Sprintf("  %-9s %s (%s)", s.Login, s.Name, s.Does))
		}
		lines = append(lines, "", "The team leader's PIN of the open list, for families not on it: "+app.DemoLeaderPIN)
		return t.say("%s\n", strings.Join(lines, "\n"))
	})
}

type userAddCommand struct {
	Login        string   `arg:"" help:"Login: a-z, 0-9, dot, dash, underscore."`
	Name         string   `help:"Name the person is known by." required:""`
	Organisation string   `help:"Organisation; created if missing." required:""`
	Role         []string `help:"Role, or role=area path such as coordinator=/19/303/. Repeatable." required:"" sep:"none"`
	Language     string   `help:"Code of a language, such as en, bn or hi." default:"en"`
	Steward      bool     `help:"Also appoint as steward of the places and common items of all organisations."`
	Second       string   `help:"Login of the second person; required for a protection officer." placeholder:"LOGIN"`
	SecondCode   string   `help:"Code of the second person's authenticator app, where they have one." placeholder:"CODE"`
}

// Run adds the account.
func (u userAddCommand) Run(t *terminal) error {
	password, err := t.password("Password (at least 10 characters):")
	if err != nil {
		return err
	}
	second := app.Second{Login: u.Second, Code: u.SecondCode}
	if u.Second != "" {
		if second.Password, err = t.password("Password of the second person, " + u.Second + ":"); err != nil {
			return err
		}
	}
	user := app.NewUser{
		Login:        u.Login,
		Name:         u.Name,
		Organisation: u.Organisation,
		Language:     u.Language,
		Password:     password,
		Steward:      u.Steward,
		Second:       second,
	}
	for _, grant := range u.Role {
		role, path, scoped := strings.Cut(grant, "=")
		if !scoped {
			path = "/"
		}
		user.Grants = append(user.Grants, people.Grant{Role: actor.Role(role), AreaPath: path})
	}
	return t.with(func(a *app.App) error {
		if _, err := a.AddUser(t.ctx, user); err != nil {
			return err
		}
		return t.say("%s can sign in.", u.Login)
	})
}

type userResetFactorCommand struct {
	Login string `arg:"" help:"Login of the person who lost the authenticator app and the recovery codes."`
}

// Run deletes the second factor of an account.
func (u userResetFactorCommand) Run(t *terminal) error {
	return t.with(func(a *app.App) error {
		if err := a.ResetFactor(t.ctx, u.Login); err != nil {
			return err
		}
		return t.say("The second factor of %s is deleted. If one is required, they set it up at the next sign-in.", u.Login)
	})
}

type publishCommand struct {
	K int64 `help:"Threshold: counts from 1 to k−1 are shown as few." default:"10"`
}

// Run publishes a release of every campaign.
func (p publishCommand) Run(t *terminal) error {
	return t.with(func(a *app.App) error {
		report, err := release.Publish(t.ctx, a.Store, actor.System(), release.Options{K: p.K})
		if err != nil {
			return err
		}
		return t.say("Release %d: %d campaigns, %d blocks, %d counts shown as few.",
			report.Release, report.Campaigns, report.Blocks, report.Few)
	})
}

type verifyCommand struct {
	Seen map[int64]string `help:"Checkpoint of a phone: sequence number and hash prefix." placeholder:"1830=7f3a91c20b1d"`
}

// Run verifies all integrity invariants.
func (v verifyCommand) Run(t *terminal) error {
	return t.with(func(a *app.App) error {
		found, err := a.Verify(t.ctx)
		if err != nil {
			return err
		}
		differs, err := a.VerifySeen(t.ctx, v.Seen)
		if err != nil {
			return err
		}
		found = append(found, differs...)
		for _, f := range found {
			if err := t.say("%s: %s %s", f.Check, f.Subject, f.Detail); err != nil {
				return err
			}
		}
		open, err := v.gaps(t, a)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return fmt.Errorf("%d violations found", len(found))
		}
		if open {
			return t.proved("All checks of received entries passed.")
		}
		return t.proved("All checks passed.")
	})
}

// gaps prints the open sequence gaps of phones. They are no violation: the entries may still be on the phones.
func (verifyCommand) gaps(t *terminal, a *app.App) (open bool, err error) {
	gaps, err := a.OpenGaps(t.ctx)
	if err != nil || len(gaps) == 0 {
		return false, err
	}
	missing, phones := int64(0), map[people.CredentialID]bool{}
	for _, gap := range gaps {
		if err := t.say("not received: %s", gap); err != nil {
			return true, err
		}
		missing += gap.Last - gap.First + 1
		phones[gap.Credential] = true
	}
	return true, t.say("%d entries numbered by phones were not received; workers: %d.", missing, len(phones))
}
