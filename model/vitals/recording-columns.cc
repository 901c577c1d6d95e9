// SPDX-License-Identifier: GPL-2.0-only

#include "recording-columns.h"

#include "quantity.h"
#include "text-table.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace ns3::iomt
{

namespace
{

struct Alias
{
    const char* name; //!< plain
    const char* quantity;
    double factor;
};

// Names that tables, wrist bands and monitors (WFDB numerics) use; `eda_us`, `temp_c`, `motion_g`,
// `hr` and `resp` are those of Stress-Predict at 1 Hz. 18.0156 mg/dL of glucose are 1 mmol/L (its
// molar mass is 180.156 g/mol).
const std::vector<Alias> ALIASES{
    {"mv", "ecg", 1},
    {"hr", "pulse", 1},
    {"heart-rate", "pulse", 1},
    {"heartrate", "pulse", 1},
    {"pulse-rate", "pulse", 1},
    {"pr", "pulse", 1},
    {"bpm", "pulse", 1},
    {"resp", "respiration", 1},
    {"rr", "respiration", 1},
    {"resp-rate", "respiration", 1},
    {"respiration-rate", "respiration", 1},
    {"respiratory-rate", "respiration", 1},
    {"%spo2", "spo2", 1},
    {"sao2", "spo2", 1},
    {"oxygen-saturation", "spo2", 1},
    {"temp", "temperature", 1},
    {"core-temperature", "temperature", 1},
    {"body-temperature", "temperature", 1},
    {"temp-c", "skin-temperature", 1},
    {"skin-temp", "skin-temperature", 1},
    {"skin-temp-c", "skin-temperature", 1},
    {"motion-g", "motion", 1},
    {"eda", "sweat", 1},
    {"eda-us", "sweat", 1},
    {"gsr", "sweat", 1},
    {"skin-conductance", "sweat", 1},
    {"sbp", "systolic", 1},
    {"nbpsys", "systolic", 1},
    {"nbp-sys", "systolic", 1},
    {"abpsys", "systolic", 1},
    {"abp-sys", "systolic", 1},
    {"systolic-bp", "systolic", 1},
    {"systolic-blood-pressure", "systolic", 1},
    {"dbp", "diastolic", 1},
    {"nbpdias", "diastolic", 1},
    {"nbp-dias", "diastolic", 1},
    {"abpdias", "diastolic", 1},
    {"abp-dias", "diastolic", 1},
    {"diastolic-bp", "diastolic", 1},
    {"diastolic-blood-pressure", "diastolic", 1},
    {"glucose-mg-dl", "glucose", 1},
    {"glucose-mmol-l", "glucose", 18.0156},
    {"cgm", "glucose", 1},
    {"supplemental-oxygen", "oxygen", 1},
    {"hemoglobin", "haemoglobin", 1},
};

// Units in which monitors give vital signs, beside none at all.
const std::map<std::string, std::set<std::string>> UNITS{
    {"pulse", {"bpm", "/min", "1/min", "beats/min", "per-min"}},
    {"respiration", {"bpm", "/min", "1/min", "rpm", "pm", "breaths/min"}},
    {"spo2", {"%"}},
    {"temperature",
     {"degc",
      "c",
      "\xc2\xb0"
      "c",
      "deg-c",
      "celsius",
      "cel"}},
    {"skin-temperature",
     {"degc",
      "c",
      "\xc2\xb0"
      "c",
      "deg-c",
      "celsius",
      "cel"}},
    {"sweat", {"us", "\xc2\xb5s", "microsiemens"}},
    {"motion", {"g"}},
    {"systolic", {"mmhg"}},
    {"diastolic", {"mmhg"}},
    {"glucose", {"mg/dl"}},
};

// The leads of the standard ECG, and those of ambulatory records (MIT-BIH: MLI, MLII, V5; CM5 and
// the like; European ST-T: D3).
const std::set<std::string> LEADS{
    "i",   "ii",  "iii",  "avr",   "avl",  "avf",    "v",      "v1",  "v2",  "v3",  "v4",  "v5",
    "v6",  "mli", "mlii", "mliii", "mcl1", "mcl6",   "cm2",    "cm4", "cm5", "cc5", "ml2", "ml5",
    "mv2", "d1",  "d2",   "d3",    "d4",   "mod.v1", "mod-v1", "vx",  "vy",  "vz"};

// Faster, and it is a wave (respiration by impedance, 62.5 Hz) rather than the rate read from it.
constexpr double FASTEST_VITAL_SIGN_HZ = 8;

std::string
Lower(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    });
    return lower;
}

bool
IsOneOf(std::string_view name, std::initializer_list<const char*> names)
{
    const auto plain = PlainName(name);
    return std::find(names.begin(), names.end(), plain) != names.end();
}

bool
IsEcgName(const std::string& plain)
{
    return plain.find("ecg") != std::string::npos || plain.find("ekg") != std::string::npos ||
           LEADS.count(plain) != 0;
}

} // namespace

std::string
PlainName(std::string_view name)
{
    const auto bracket = name.find_first_of("([");
    if (bracket != std::string_view::npos && bracket > 0)
    {
        name = name.substr(0, bracket);
    }
    std::string plain = Lower(Trim(name));
    for (char& c : plain)
    {
        if (c == '_' || c == ' ' || c == '\t')
        {
            c = '-';
        }
    }
    return plain;
}

std::optional<ColumnMeaning>
MeaningOfColumn(std::string_view name)
{
    const auto plain = PlainName(name);
    for (const auto& quantity : Quantities())
    {
        if (quantity.name == plain)
        {
            return ColumnMeaning{plain, 1};
        }
    }
    for (const auto& alias : ALIASES)
    {
        if (plain == alias.name)
        {
            return ColumnMeaning{alias.quantity, alias.factor};
        }
    }
    // A column called `i` or `v` may be anything.
    return plain.size() > 1 && IsEcgName(plain) ? std::optional(ColumnMeaning{"ecg", 1})
                                                : std::nullopt;
}

bool
IsTimeColumn(std::string_view name)
{
    return IsOneOf(name,
                   {"t", "t-s", "time", "time-s", "elapsed-time", "sec", "seconds", "timestamp"});
}

bool
IsSubjectColumn(std::string_view name)
{
    return IsOneOf(name, {"subject", "subject-id", "patient", "patient-id"});
}

bool
IsLabelColumn(std::string_view name)
{
    return IsOneOf(name, {"label"});
}

std::vector<std::string>
ColumnNamesOf(const std::string& quantity)
{
    std::vector<std::string> names{quantity};
    for (const auto& alias : ALIASES)
    {
        if (quantity == alias.quantity)
        {
            std::string name = alias.name;
            std::replace(name.begin(), name.end(), '-', '_');
            names.push_back(name);
        }
    }
    return names;
}

std::optional<double>
MillivoltsIn(std::string_view unit)
{
    if (unit == "mV")
    {
        return 1;
    }
    if (unit == "uV" || unit == "\xc2\xb5V" || unit == "\xb5V")
    {
        return 1e-3;
    }
    if (unit == "V")
    {
        return 1e3;
    }
    return std::nullopt;
}

std::optional<ColumnMeaning>
MeaningOfChannel(std::string_view name, std::string_view unit, double rateHz)
{
    const auto plain = PlainName(name);
    if (const auto millivolts = MillivoltsIn(unit))
    {
        return IsEcgName(plain) ? std::optional(ColumnMeaning{"ecg", *millivolts}) : std::nullopt;
    }
    const auto meaning = MeaningOfColumn(name);
    if (!meaning || meaning->quantity == "ecg" || rateHz > FASTEST_VITAL_SIGN_HZ)
    {
        return std::nullopt;
    }
    const auto units = UNITS.find(meaning->quantity);
    const auto plainUnit = PlainName(unit);
    const bool known = units == UNITS.end() || plainUnit.empty() || plainUnit == "nu" ||
                       units->second.count(plainUnit) != 0;
    return known ? meaning : std::nullopt;
}

} // namespace ns3::iomt
