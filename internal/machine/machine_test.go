package machine

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

var (
	built  = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	newest = time.Date(2027, 6, 1, 12, 0, 0, 0, time.UTC)
)

func TestAClockIsComparedWithTheNewestRecordAndTheBuild(t *testing.T) {
	for name, c := range map[string]struct {
		now, built, newest time.Time
		want               ClockState
		records            bool
	}{
		"right":                             {newest.AddDate(0, 0, 2), built, newest, ClockPlausible, false},
		"right, with nothing to compare":    {newest, time.Time{}, time.Time{}, ClockPlausible, false},
		"an hour back":                      {newest.Add(-time.Hour), built, newest, ClockPlausible, false},
		"a day back":                        {newest.AddDate(0, 0, -1), built, newest, ClockSlow, true},
		"five years back":                   {newest.AddDate(-5, 0, 0), built, newest, ClockSlow, true},
		"five years back, nothing recorded": {built.AddDate(-5, 0, 0), built, time.Time{}, ClockSlow, false},
		"built in another time zone":        {built.Add(-12 * time.Hour), built, time.Time{}, ClockPlausible, false},
		"idle for ten months":               {newest.AddDate(0, 10, 0), built, newest, ClockPlausible, false},
		"five years on":                     {newest.AddDate(5, 0, 0), built, newest, ClockFast, true},
		"five years on, nothing recorded":   {built.AddDate(5, 0, 0), built, time.Time{}, ClockFast, false},
	} {
		got := CheckClock(c.now, c.built, c.newest)
		if got.State != c.want || got.Records != c.records {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestRecordsOfAWrongClockDoNotMakeItRight(t *testing.T) {
	var w Watch
	w.SetReferences(built, newest)
	wrong := newest.AddDate(5, 0, 0)
	w.SetReferences(built, wrong) // saved with the wrong clock
	if got := w.Condition(wrong).Clock; got.State != ClockFast || !got.Reference.Equal(newest) {
		t.Errorf("after a record of the wrong clock: %+v", got)
	}
	if got := w.Condition(newest.AddDate(0, 0, 1)).Clock.State; got != ClockPlausible {
		t.Errorf("after the clock was set right: %q", got)
	}
	later := newest.AddDate(0, 6, 0)
	w.SetReferences(built, later) // the control: a record of a right clock is taken over
	if got := w.Condition(later.AddDate(0, 0, -2)).Clock; got.State != ClockSlow || !got.Reference.Equal(later) {
		t.Errorf("a clock turned back behind a newer record: %+v", got)
	}
}

func TestSleepAndAChangedClockAreToldApart(t *testing.T) {
	const every = 10 * time.Second
	start := Reading{Wall: newest, Total: time.Hour, Awake: 50 * time.Minute}
	for name, c := range map[string]struct {
		wall, total, awake time.Duration
		halt, changed      time.Duration
	}{
		"nothing":                    {every, every, every, 0, 0},
		"a busy disk":                {40 * time.Second, 40 * time.Second, 40 * time.Second, 0, 0},
		"slept for two hours":        {2 * time.Hour, 2 * time.Hour, 8 * time.Second, 2 * time.Hour, 0},
		"stopped for five minutes":   {5 * time.Minute, 5 * time.Minute, 5 * time.Minute, 5 * time.Minute, 0},
		"set five years on":          {5 * 365 * 24 * time.Hour, every, every, 0, 5*365*24*time.Hour - every},
		"set back by an hour":        {-time.Hour, every, every, 0, -time.Hour - every},
		"corrected by a minute":      {time.Minute, every, every, 0, 0},
		"slept, then set an hour on": {3 * time.Hour, 2 * time.Hour, every, 2 * time.Hour, time.Hour},
	} {
		meter := NewHaltmeter(every, start)
		next := Reading{Wall: start.Wall.Add(c.wall), Total: start.Total + c.total, Awake: start.Awake + c.awake}
		halt, changed := meter.Next(next)
		if halt.To.Sub(halt.From) != c.halt || changed != c.changed {
			t.Errorf("%s: halted %v, changed %v", name, halt.To.Sub(halt.From), changed)
		}
		again, _ := meter.Next(Reading{Wall: next.Wall.Add(every), Total: next.Total + every, Awake: next.Awake + every})
		if !again.To.IsZero() {
			t.Errorf("%s: reported twice", name)
		}
	}
}

func TestAHaltIsShownForTwelveHours(t *testing.T) {
	var w Watch
	w.SetHalt(Halt{From: newest.Add(-time.Hour), To: newest})
	if w.Condition(newest.Add(time.Hour)).Halt.To != newest {
		t.Error("it is not shown")
	}
	if !w.Condition(newest.Add(13 * time.Hour)).Halt.To.IsZero() {
		t.Error("it is shown for ever")
	}
	var none *Watch
	none.Reached()
	if none.Condition(newest) != (Condition{}) {
		t.Error("nobody watches, and there is a problem")
	}
}

func TestTheClocksOfThisMachineRun(t *testing.T) {
	first, err := Read(newest)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Read(newest)
	if err != nil || second.Total < first.Total || second.Awake < first.Awake || first.Total < first.Awake-time.Second {
		t.Errorf("%v, then %v: %v", first, second, err)
	}
}

func TestRulesOfTheWindowsFirewall(t *testing.T) {
	const program = `C:\Tripol\tripol.exe`
	ports := []string{"8080", "8081"}
	allow := `v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Private|App=C:\TRIPOL\Tripol.exe|Name=tripol.exe|`
	for name, c := range map[string]struct {
		rules []string
		want  Network
	}{
		"none":                       {nil, NetworkNoRule},
		"allowed":                    {[]string{allow}, NetworkFine},
		"refused when Windows asked": {[]string{allow, strings.Replace(allow, "Allow", "Block", 1)}, NetworkBlocked},
		"switched off":               {[]string{strings.Replace(allow, "TRUE", "FALSE", 1)}, NetworkNoRule},
		"outgoing":                   {[]string{strings.Replace(allow, "Dir=In", "Dir=Out", 1)}, NetworkNoRule},
		"UDP only":                   {[]string{strings.Replace(allow, "Protocol=6", "Protocol=17", 1)}, NetworkNoRule},
		"another program":            {[]string{strings.Replace(allow, "Tripol.exe", "other.exe", 1)}, NetworkNoRule},
		"both ports, by number":      {[]string{`v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=8080|LPort=8081|Name=x|`}, NetworkFine},
		"one of the ports":           {[]string{`v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=8080|Name=x|`}, NetworkNoRule},
		"a service of the system":    {[]string{`v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=8080|LPort=8081|Svc=iphlpsvc|`}, NetworkNoRule},
		"not a rule":                 {[]string{"", "v2.31", "|||"}, NetworkNoRule},
	} {
		if got := checkRules(c.rules, program, ports); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestAPhoneThatComesThroughRefutesTheFirewall(t *testing.T) {
	var w Watch
	if !w.SetNetwork(NetworkNoRule) || w.SetNetwork(NetworkNoRule) {
		t.Error("a change is reported once")
	}
	if w.Condition(newest).Network != NetworkNoRule {
		t.Error("the missing rule is not shown")
	}
	w.Reached()
	if w.Condition(newest).Network != NetworkFine {
		t.Error("a phone came through, and the rule is missed all the same")
	}
	w.SetNetwork(NetworkNone)
	if w.Condition(newest).Network != NetworkNone {
		t.Error("the control: no network is no matter of rules")
	}
}

func TestAutostartIsSwitchedOnAndOff(t *testing.T) {
	if runtime.GOOS != "windows" { // there it is in the registry of the account
		t.Setenv("HOME", t.TempDir())
		t.Setenv("XDG_CONFIG_HOME", filepath.Join(os.Getenv("HOME"), ".config"))
	}
	launch := Launch{Program: `/opt/100% "ours"/tripol`, Arguments: []string{"start", "--data", "/home/a b/$x"}}
	for _, want := range []bool{true, true, false, false} {
		if err := SetAutostart(launch, want); err != nil {
			t.Fatal(err)
		}
		if got, err := Autostarts(); err != nil || got != want {
			t.Errorf("%v, not %v: %v", got, want, err)
		}
	}
}

func TestTheFilesOfAutostart(t *testing.T) {
	launch := Launch{Program: `/opt/100% "ours"/tripol`, Arguments: []string{"start", "--data", "/home/a b/$x"}}
	want := `Exec="/opt/100%% \\"ours\\"/tripol" "start" "--data" "/home/a b/\\$x"` + "\n"
	if got := launch.desktopEntry(); !strings.Contains(got, want) {
		t.Errorf("%s\nlacks %s", got, want)
	}
	text, err := launch.launchAgent()
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, is := token.(xml.StartElement); is && start.Name.Local == "string" {
			var word string
			if err := decoder.DecodeElement(&word, &start); err != nil {
				t.Fatal(err)
			}
			words = append(words, word)
		}
	}
	if got, want := strings.Join(words[1:], "|"), strings.Join(launch.words(), "|"); got != want {
		t.Errorf("%s, not %s", got, want)
	}
}
