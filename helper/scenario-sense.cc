// SPDX-License-Identifier: GPL-2.0-only

#include "scenario-schema.h"
#include "scenario.h"

#include "ns3/care-rules.h"
#include "ns3/classifier.h"
#include "ns3/device-profile.h"
#include "ns3/modality-profile.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

namespace ns3
{
namespace iomt
{

// What a schema cannot say: that parts of a scenario fit each other, and that files exist.

namespace
{

using Json = nlohmann::json;

std::string
At(const std::string& array, std::size_t index, const std::string& key = "")
{
    return array + "[" + std::to_string(index) + "]" + (key.empty() ? "" : "." + key);
}

void
CheckNamesDiffer(const Json& elements, const std::string& path)
{
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < elements.size(); ++i)
    {
        const std::string name = elements[i]["name"];
        const auto [first, isNew] = seen.emplace(name, i);
        if (!isNew)
        {
            throw ScenarioError(At(path, i, "name"),
                                "is '" + name + "', which " + At(path, first->second) +
                                    " is called already; allowed: a name of its own");
        }
    }
}

bool
IsFile(const std::string& nameOrPath)
{
    const std::string ending = ".json";
    return nameOrPath.size() > ending.size() &&
           nameOrPath.compare(nameOrPath.size() - ending.size(), ending.size(), ending) == 0;
}

void
CheckDevices(const Json& devices, const std::string& path)
{
    std::map<std::string, std::size_t> kinds;
    for (std::size_t i = 0; i < devices.size(); ++i)
    {
        const std::string device = devices[i];
        std::string kind = device;
        if (IsFile(device))
        {
            try
            {
                const DeviceProfile profile = LoadDeviceProfile(device);
                kind = profile.kind;
                if (profile.sensors.empty())
                {
                    throw ScenarioError(At(path, i),
                                        "is '" + device + "', which has no sensor");
                }
            }
            catch (const ProfileError& error)
            {
                throw ScenarioError(At(path, i), error.what());
            }
        }
        const auto [first, isNew] = kinds.emplace(kind, i);
        if (!isNew)
        {
            throw ScenarioError(At(path, i),
                                "is of kind '" + kind + "', as is " + At(path, first->second));
        }
    }
}

std::map<std::string, uint64_t>&
AccessLimits()
{
    static std::map<std::string, uint64_t> limits;
    return limits;
}

std::map<std::string, std::function<void(const Json&)>>&
Checks()
{
    static std::map<std::string, std::function<void(const Json&)>> checks;
    return checks;
}

/// The kinds of the devices that a scenario names, which have been checked.
std::vector<std::string>
KindsOf(const std::vector<std::string>& devices)
{
    std::vector<std::string> kinds;
    for (const std::string& device : devices)
    {
        kinds.push_back(IsFile(device) ? LoadDeviceProfile(device).kind : device);
    }
    return kinds;
}

/// The kinds of all devices that somebody wears, each once.
std::vector<std::string>
WornKinds(const Json& scenario)
{
    std::vector<std::string> kinds;
    for (const Json& site : scenario["sites"])
    {
        for (const std::string& kind : KindsOf(DevicesOf(scenario, site)))
        {
            if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
            {
                kinds.push_back(kind);
            }
        }
    }
    return kinds;
}

/// With the kinds of a scenario's own files, those of all that can be worn: what is said of a
/// device that nobody wears harms nothing, and a sweep over devices need not change two places.
std::vector<std::string>
KnownKinds(const std::vector<std::string>& worn)
{
    std::vector<std::string> kinds;
    for (const auto& name : ResolvedSchema()["properties"]["devices"]["items"]["anyOf"][0]["enum"])
    {
        kinds.push_back(name);
    }
    for (const std::string& kind : worn)
    {
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
        {
            kinds.push_back(kind);
        }
    }
    return kinds;
}

void
CheckAccessOf(const Json& accessOf, const std::string& path, const std::vector<std::string>& kinds)
{
    for (const auto& entry : accessOf.items())
    {
        if (std::find(kinds.begin(), kinds.end(), entry.key()) == kinds.end())
        {
            throw ScenarioError(path + "." + entry.key().substr(0, 80),
                                "there is no such device" + Allowed(entry.key(), kinds));
        }
    }
}

/// A gateway has so many links and no more.
void
CheckAccessLimits(const Json& scenario)
{
    const Json& sites = scenario["sites"];
    for (std::size_t i = 0; i < sites.size(); ++i)
    {
        std::map<std::string, uint64_t> worn; // by each patient
        for (const std::string& kind : KindsOf(DevicesOf(scenario, sites[i])))
        {
            ++worn[AccessOf(scenario, sites[i], kind)];
        }
        const uint64_t patients = sites[i]["patients"];
        for (const auto& [access, devices] : worn)
        {
            const auto limit = AccessLimits().find(access);
            if (limit != AccessLimits().end() && patients * devices > limit->second)
            {
                throw ScenarioError(At("sites", i, "patients"),
                                    "is " + std::to_string(patients) + ", each with " +
                                        std::to_string(devices) + " devices on " + access +
                                        ", whose gateway serves " + std::to_string(limit->second) +
                                        "; allowed: at most " +
                                        std::to_string(limit->second / devices) +
                                        ", or another link for some devices (access_of)");
            }
        }
    }
}

void
CheckBackhaul(const Json& backhaul, const std::string& path)
{
    if (backhaul.is_string() && IsFile(backhaul))
    {
        try
        {
            LoadBackhaulProfile(backhaul);
        }
        catch (const ProfileError& error)
        {
            throw ScenarioError(path, error.what());
        }
    }
}

void
CheckVitals(const Json& vitals)
{
    std::error_code ignored;
    const std::string ecg = vitals["ecg"];
    if (ecg != "mit-bih-208" && !std::filesystem::is_regular_file(ecg, ignored))
    {
        throw ScenarioError("vitals.ecg",
                            "is " + Show(vitals["ecg"]) + ", and there is no such file" +
                                Allowed(ecg, {"mit-bih-208", "the path of a CSV file"}));
    }
    if (vitals["e4_folder"].is_string() &&
        !std::filesystem::is_directory(vitals["e4_folder"].get<std::string>(), ignored))
    {
        throw ScenarioError("vitals.e4_folder",
                            "is " + Show(vitals["e4_folder"]) +
                                ", and there is no such folder; allowed: null or a folder with "
                                "TEMP.csv, EDA.csv and ACC.csv");
    }
}

uint64_t
PatientsOf(const Json& scenario)
{
    uint64_t patients = 0;
    for (const auto& site : scenario["sites"])
    {
        patients += site["patients"].get<uint64_t>();
    }
    return patients;
}

/// The site a patient lives at, by the patient's number.
const Json&
SiteOf(const Json& scenario, uint64_t patient)
{
    uint64_t last = 0;
    for (const Json& site : scenario["sites"])
    {
        last += site["patients"].get<uint64_t>();
        if (patient <= last)
        {
            return site;
        }
    }
    return scenario["sites"].back();
}

void
CheckRecordings(const Json& scenario)
{
    const Json& recordings = scenario["vitals"]["recordings"];
    std::map<std::pair<uint64_t, std::string>, std::size_t> seen;
    for (std::size_t i = 0; i < recordings.size(); ++i)
    {
        const Json& recording = recordings[i];
        const uint64_t patient = recording["patient"];
        const uint64_t patients = PatientsOf(scenario);
        if (patient > patients)
        {
            throw ScenarioError(At("vitals.recordings", i, "patient"),
                                "is " + Show(recording["patient"]) + "; allowed: 1 to " +
                                    std::to_string(patients) + ", the patients of all sites");
        }
        const std::string device = recording["device"];
        const auto worn = KindsOf(DevicesOf(scenario, SiteOf(scenario, patient)));
        if (std::find(worn.begin(), worn.end(), device) == worn.end())
        {
            throw ScenarioError(At("vitals.recordings", i, "device"),
                                "is " + Show(recording["device"]) + Allowed(device, worn) +
                                    ", what patient " + std::to_string(patient) + " wears");
        }
        const auto [first, isNew] = seen.emplace(std::make_pair(patient, device), i);
        if (!isNew)
        {
            throw ScenarioError(At("vitals.recordings", i),
                                "is for a device that " + At("vitals.recordings", first->second) +
                                    " is for; allowed: one for each device");
        }
        std::error_code ignored;
        const std::string path = recording["path"];
        if (!std::filesystem::exists(path, ignored) &&
            !std::filesystem::exists(path + ".hea", ignored))
        {
            throw ScenarioError(At("vitals.recordings", i, "path"),
                                "is " + Show(recording["path"]) +
                                    ", and there is no such file; allowed: a WFDB record, an EDF "
                                    "file, a table with named columns or an E4 folder");
        }
    }
}

void
CheckEpisodes(const Json& scenario)
{
    const uint64_t patients = PatientsOf(scenario);
    const Json& episodes = scenario["episodes"];
    for (std::size_t i = 0; i < episodes.size(); ++i)
    {
        if (episodes[i]["patient"].get<uint64_t>() > patients)
        {
            throw ScenarioError(At("episodes", i, "patient"),
                                "is " + Show(episodes[i]["patient"]) + "; allowed: 1 to " +
                                    std::to_string(patients) + ", the patients of all sites");
        }
    }
}

void
CheckPatient(const Json& patient, uint64_t patients, const std::string& path)
{
    if (patient.get<uint64_t>() > patients)
    {
        throw ScenarioError(path,
                            "is " + Show(patient) + "; allowed: 1 to " + std::to_string(patients) +
                                ", the patients of all sites");
    }
}

void
CheckKnown(const Json& word, const std::vector<std::string>& words, const std::string& path)
{
    if (std::find(words.begin(), words.end(), word) == words.end())
    {
        throw ScenarioError(path, "is " + Show(word) + Allowed(word, words));
    }
}

void
CheckLoops(const Json& loops,
           const std::vector<std::string>& classifiers,
           const std::vector<std::string>& worn)
{
    for (std::size_t i = 0; i < loops.size(); ++i)
    {
        CheckKnown(loops[i]["classifier"], classifiers, At("care.loops", i, "classifier"));
        CheckKnown(loops[i]["to"], worn, At("care.loops", i, "to"));
    }
}

void
CheckDoseTimes(const Json& times)
{
    for (std::size_t i = 1; i < times.size(); ++i)
    {
        if (times[i].get<double>() <= times[i - 1].get<double>())
        {
            throw ScenarioError(At("care.dose_times_s", i),
                                "is " + Show(times[i]) + "; allowed: more than the one before, " +
                                    Show(times[i - 1]) + " s");
        }
    }
}

void
CheckDiabetes(const Json& scenario)
{
    const Json& diabetes = scenario["vitals"]["diabetes"];
    for (std::size_t i = 0; i < diabetes.size(); ++i)
    {
        const std::string path = At("vitals.diabetes", i, "patient");
        CheckPatient(diabetes[i]["patient"], PatientsOf(scenario), path);
        const auto worn = KindsOf(DevicesOf(scenario, SiteOf(scenario, diabetes[i]["patient"])));
        if (std::find(worn.begin(), worn.end(), "cgm") == worn.end())
        {
            throw ScenarioError(path,
                                "is " + Show(diabetes[i]["patient"]) +
                                    ", who wears no cgm; allowed: a patient who wears one");
        }
        for (std::size_t j = 0; j < i; ++j)
        {
            if (diabetes[j]["patient"] == diabetes[i]["patient"])
            {
                throw ScenarioError(At("vitals.diabetes", i, "patient"),
                                    "is that of " + At("vitals.diabetes", j) +
                                        "; allowed: one for each patient");
            }
        }
    }
}

/// A rule that speaks of what does not exist would never be followed.
void
CheckCareRules(const CareRules& rules, const std::vector<std::string>& kinds)
{
    const std::vector<std::string> classifiers = ClassifierRegistry::Get().Names();
    for (const CareRule& rule : rules.All())
    {
        const auto check = [&rule](const std::string& word, const std::vector<std::string>& words) {
            if (std::find(words.begin(), words.end(), word) == words.end())
            {
                throw ScenarioError("care.rules",
                                    "there is no '" + word + "', of which rule '" + rule.name +
                                        "' speaks" + Allowed(word, words));
            }
        };
        for (const std::string& classifier : rule.classifiers)
        {
            check(classifier, classifiers);
        }
        for (const RuledCommand& command : rule.commands)
        {
            if (command.to != "gateway")
            {
                check(command.to, kinds);
            }
        }
    }
}

void
CheckCare(const Json& care,
          uint64_t patients,
          const std::vector<std::string>& kinds,
          std::vector<std::string> addressees)
{
    try
    {
        CheckCareRules(CareRules::Load(care["rules"]), kinds);
    }
    catch (const ProfileError& error)
    {
        throw ScenarioError("care.rules", error.what());
    }
    CheckAccessOf(care["commanded"], "care.commanded", kinds);
    addressees.push_back("gateway");
    const Json& orders = care["orders"];
    for (std::size_t i = 0; i < orders.size(); ++i)
    {
        CheckPatient(orders[i]["patient"], patients, At("care.orders", i, "patient"));
        CheckKnown(orders[i]["to"], addressees, At("care.orders", i, "to"));
    }
}

void
CheckRules(const Json& rules, const std::string& path, const std::vector<std::string>& interfaces)
{
    CheckNamesDiffer(rules, path);
    for (std::size_t i = 0; i < rules.size(); ++i)
    {
        const Json& rule = rules[i];
        for (const char* side : {"in", "out"})
        {
            bool known = false;
            for (const auto& interface : interfaces)
            {
                known = known || rule[side] == interface;
            }
            if (!known)
            {
                throw ScenarioError(At(path, i, side),
                                    "is " + Show(rule[side]) + Allowed("", interfaces) +
                                        ", the interfaces of this firewall");
            }
        }
        if (!rule["port"].is_null() && rule["protocol"] != "udp" && rule["protocol"] != "tcp")
        {
            throw ScenarioError(At(path, i, "port"),
                                "is " + Show(rule["port"]) + " where protocol is " +
                                    Show(rule["protocol"]) +
                                    "; allowed: null, or protocol udp or tcp");
        }
        if (!rule["burst"].is_null() && rule["rate_pps"].is_null())
        {
            throw ScenarioError(At(path, i, "burst"),
                                "is " + Show(rule["burst"]) +
                                    " without rate_pps; allowed: null, or a rate_pps");
        }
    }
}

void
CheckAttacks(const Json& attacks)
{
    CheckNamesDiffer(attacks, "attacks");
    for (std::size_t i = 0; i < attacks.size(); ++i)
    {
        const Json& start = attacks[i]["start_s"];
        const Json& stop = attacks[i]["stop_s"];
        if (!stop.is_null() && stop.get<double>() <= start.get<double>())
        {
            throw ScenarioError(At("attacks", i, "stop_s"),
                                "is " + Show(stop) + "; allowed: more than start_s, which is " +
                                    Show(start) + ", or null");
        }
    }
}

void
CheckServices(const Json& scenario)
{
    const Json& services = scenario["services"];
    CheckNamesDiffer(services, "services");
    std::vector<std::string> sites;
    for (const Json& site : scenario["sites"])
    {
        sites.push_back(site["name"]);
    }
    for (std::size_t i = 0; i < services.size(); ++i)
    {
        const Json site = services[i].value("site", Json());
        if (site.is_string() && std::find(sites.begin(), sites.end(), site) == sites.end())
        {
            throw ScenarioError(At("services", i, "site"),
                                "is " + Show(site) + Allowed(site, sites) + ", or null");
        }
        const Json modality = services[i].value("modality", Json());
        if (modality.is_string() && IsFile(modality))
        {
            try
            {
                LoadModalityProfile(modality);
            }
            catch (const ProfileError& error)
            {
                throw ScenarioError(At("services", i, "modality"), error.what());
            }
        }
        const Json start = services[i].value("start_s", Json());
        const Json stop = services[i].value("stop_s", Json());
        if (stop.is_number() && start.is_number() && stop.get<double>() <= start.get<double>())
        {
            throw ScenarioError(At("services", i, "stop_s"),
                                "is " + Show(stop) + "; allowed: more than start_s, which is " +
                                    Show(start) + ", or null");
        }
    }
}

} // namespace

void
RegisterScenarioCheck(const std::string& name, std::function<void(const Json&)> check)
{
    Checks()[name] = std::move(check);
}

void
RegisterAccessLimit(const std::string& access, uint64_t devices)
{
    AccessLimits()[access] = devices;
}

std::vector<std::string>
DevicesOf(const Json& scenario, const Json& site)
{
    return (site["devices"].is_null() ? scenario : site)["devices"];
}

std::string
AccessOf(const Json& scenario, const Json& site, const std::string& kind)
{
    for (const Json* place : {&site, &scenario})
    {
        const auto own = (*place)["access_of"].find(kind);
        if (own != (*place)["access_of"].end())
        {
            return *own;
        }
        if ((*place)["access"].is_string())
        {
            return (*place)["access"];
        }
    }
    return "none";
}

Json
CompleteScenario(const Json& scenario)
{
    if (!scenario.is_object())
    {
        throw ScenarioError("", "a scenario is a JSON object, this is " + Show(scenario));
    }
    Json complete = CompleteBySchema(ResolvedSchema(), scenario, "");
    CheckNamesDiffer(complete["sites"], "sites");
    CheckDevices(complete["devices"], "devices");
    for (std::size_t i = 0; i < complete["sites"].size(); ++i)
    {
        const Json& own = complete["sites"][i]["devices"];
        CheckDevices(own.is_null() ? Json::array() : own, At("sites", i, "devices"));
    }
    const std::vector<std::string> worn = WornKinds(complete);
    const std::vector<std::string> kinds = KnownKinds(worn);
    CheckAccessOf(complete["access_of"], "access_of", kinds);
    CheckBackhaul(complete["backhaul"], "backhaul");
    for (std::size_t i = 0; i < complete["sites"].size(); ++i)
    {
        CheckAccessOf(complete["sites"][i]["access_of"], At("sites", i, "access_of"), kinds);
        CheckBackhaul(complete["sites"][i]["backhaul"], At("sites", i, "backhaul"));
    }
    CheckAccessLimits(complete);
    CheckVitals(complete["vitals"]);
    CheckRecordings(complete);
    CheckEpisodes(complete);
    CheckCare(complete["care"], PatientsOf(complete), kinds, worn);
    CheckDoseTimes(complete["care"]["dose_times_s"]);
    CheckLoops(complete["care"]["loops"], complete["classifiers"], worn);
    CheckDiabetes(complete);
    const Json& firewalls = complete["firewalls"];
    CheckRules(firewalls["edge"]["rules"], "firewalls.edge.rules", {"any", "internet", "core"});
    CheckRules(firewalls["inner"]["rules"], "firewalls.inner.rules", {"any", "core", "hospital"});
    CheckAttacks(complete["attacks"]);
    CheckServices(complete);
    for (const auto& [name, check] : Checks())
    {
        check(complete);
    }
    return complete;
}

} // namespace iomt
} // namespace ns3
