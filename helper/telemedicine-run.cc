// SPDX-License-Identifier: GPL-2.0-only

#include "telemedicine-run.h"

#include "scenario.h"
#include "summary.h"
#include "telemedicine-helper.h"

#include "ns3/boolean.h"
#include "ns3/device-profile.h"
#include "ns3/global-value.h"
#include "ns3/iomt-compat.h"
#include "ns3/recorder.h"
#include "ns3/recording-error.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace ns3
{
namespace iomt
{

namespace
{

/// How often progress is told and rows are written [simulated s].
constexpr double REPORT_S = 0.5;
constexpr double FLUSH_S = 30;

void
WriteJson(const std::string& path, const nlohmann::json& json)
{
    std::ofstream file(path);
    file << json.dump(2) << '\n';
    file.close();
    if (!file)
    {
        throw std::runtime_error(path + ": cannot be written (is the disk full?)");
    }
}

void
Watch(Recorder& recorder, TelemedicineHelper& system)
{
    for (Site& site : system.GetSites())
    {
        for (WornDevice& device : site.devices)
        {
            recorder.WatchWearable(device.wearable,
                                   {device.name, device.patient, site.name, device.profile.kind});
            if (device.profile.actuator)
            {
                recorder.GetCareJudge().Enter(device.name, *device.profile.actuator);
            }
        }
        for (const SiteLink& link : site.links)
        {
            link.access->ConnectDrops(MakeCallback(&Recorder::AccessDropped, &recorder));
        }
        recorder.WatchGateway(site.hook, site.custody);
        recorder.WatchBackhaul(site.backhaul->GetChannel());
        recorder.WatchUplink(site.name, site.backhaulDevices.Get(0));
        recorder.WatchPath("gateway", site.path);
        recorder.WatchGatewayAgent(site.agent);
    }
    CoreHelper& core = system.GetCore();
    recorder.WatchEdge(core.GetFirewalls().front().hook);
    for (const CoreFirewall& firewall : core.GetFirewalls())
    {
        recorder.WatchFirewall(firewall.name, firewall.firewall);
        recorder.WatchPath(firewall.name + " firewall", firewall.path);
    }
    recorder.WatchBroker(core.GetBroker());
    recorder.WatchDoctor(core.GetDoctor());
    for (const Ptr<EdgeClassifier>& classifier : system.GetEdgeClassifiers())
    {
        recorder.WatchEdgeClassifier(classifier);
    }
    recorder.WatchPharmacy(core.GetPharmacy());
    if (const Ptr<NurseStation> station = system.GetNurseStation())
    {
        recorder.WatchNurse(station);
    }
    for (const Ptr<Attack>& attack : core.GetAttacks())
    {
        recorder.WatchAttack(attack);
    }
    if (const InsurerNetwork* network = system.GetInsurerNetwork())
    {
        recorder.WatchAnonymiser(network->GetAnonymiser());
        recorder.WatchInsurer(network->GetInsurer());
        for (const auto& [patient, quasi] : system.GetQuasiIdentifiers())
        {
            recorder.GetAnonymityJudge().Enter(patient, quasi);
        }
    }
    for (const PlannedEpisode& episode : system.GetEpisodes())
    {
        recorder.GetAlarmJudge().Enter(episode.patient,
                                       episode.kind,
                                       episode.onsetS,
                                       episode.endS,
                                       episode.deadlineS);
    }
}

/// What only files can tell comes as various exceptions; to the user all are the scenario's fault.
void
Install(TelemedicineHelper& system)
{
    try
    {
        system.Install();
    }
    catch (const RecordingError& error)
    {
        throw ScenarioError("vitals", error.what());
    }
    catch (const ProfileError& error)
    {
        throw ScenarioError("devices", error.what());
    }
    catch (const std::invalid_argument& error)
    {
        throw ScenarioError("scenario", error.what());
    }
}

/// Tells progress and writes rows while the simulation runs; stops it when told to.
class Reporter
{
  public:
    Reporter(const RunOptions& options, Recorder& recorder, Store& store, double durationS)
        : m_options(options),
          m_recorder(recorder),
          m_store(store),
          m_durationS(durationS)
    {
    }

    void Tick()
    {
        const double now = Simulator::Now().GetSeconds();
        if (m_options.progress && !m_options.progress(std::min(now, m_durationS), m_durationS))
        {
            m_stopped = true;
            Simulator::Stop();
            return;
        }
        m_store.Commit();
        if (now >= m_nextFlushS)
        {
            m_nextFlushS += FLUSH_S;
            m_recorder.Flush();
        }
        Simulator::Schedule(Seconds(REPORT_S), &Reporter::Tick, this);
    }

    bool IsStopped() const
    {
        return m_stopped;
    }

  private:
    const RunOptions& m_options;
    Recorder& m_recorder;
    Store& m_store;
    double m_durationS;
    double m_nextFlushS{FLUSH_S};
    bool m_stopped{false};
};

/// Ends the simulation however its scope is left.
struct SimulatorGuard
{
    ~SimulatorGuard()
    {
        Simulator::Destroy();
    }
};

void
RemoveOldResults(const std::string& folder)
{
    for (const char* name :
         {"/results.sqlite", "/results.sqlite-journal", "/store.sqlite", "/summary.json"})
    {
        std::remove((folder + name).c_str());
    }
}

} // namespace

std::string
Ns3Version()
{
    return "3." + std::to_string(IOMT_NS3_MINOR);
}

RunResult
RunTelemedicine(const RunOptions& options)
{
    static bool ran = false;
    if (ran)
    {
        throw std::logic_error("a process runs one scenario; start another process");
    }
    ran = true;

    const auto wallStart = std::chrono::steady_clock::now();
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
    RngSeedManager::SetSeed(options.scenario.at("seed").get<uint32_t>());
    RngSeedManager::SetRun(options.run);

    // Listeners outlive the system they listen to, whose end they may still be told of; but they
    // are made after it, so that a scenario that cannot be built leaves no half of a result behind.
    std::unique_ptr<ResultsDatabase> database;
    std::unique_ptr<Recorder> recorder;
    TelemedicineHelper system(options.scenario);
    const SimulatorGuard guard;
    Install(system);
    system.AssignStreams(1);

    RemoveOldResults(options.outDir);
    WriteJson(options.outDir + "/scenario.json", options.scenario);
    database = std::make_unique<ResultsDatabase>(options.outDir + "/results.sqlite");
    const auto store = std::make_shared<Store>(options.outDir + "/store.sqlite");
    system.GetCore().GetBroker()->SetStore(store);
    const nlohmann::json& care = options.scenario.at("care");
    recorder =
        std::make_unique<Recorder>(*database, care.at("late_ms"), care.at("alarm_deadline_ms"));
    recorder->SetTreatments(
        Treatments(CareRules::Load(care.at("rules")),
                   care.at("command").is_string() ? care.at("command").get<std::string>() : ""));
    Watch(*recorder, system);
    if (options.pcap)
    {
        system.EnablePcap(options.outDir);
    }

    const double durationS = system.GetDuration().GetSeconds();
    Reporter reporter(options, *recorder, *store, durationS);
    Simulator::Schedule(Seconds(0), &Reporter::Tick, &reporter);
    Simulator::Stop(system.GetDuration() + TelemedicineHelper::Drain());
    Simulator::Run();

    RunResult result;
    result.complete = !reporter.IsStopped();
    const double simulatedS = std::min(Simulator::Now().GetSeconds(), durationS);
    recorder->GetJourneys().Close();
    recorder->Flush();
    store->Commit();
    PutFinalTables(*database, *recorder, system);
    result.summary = Summarise(*recorder, system);
    database->Commit();
    const std::string fingerprint = database->Fingerprint();

    result.summary["iomt"] = IOMT_VERSION;
    result.summary["ns3"] = Ns3Version();
    result.summary["run"] = options.run;
    result.summary["simulated_s"] = simulatedS;
    result.summary["complete"] = result.complete;
    result.summary["fingerprint"] = fingerprint;
    const auto put = [&database](const std::string& key, const std::string& value) {
        database->Put("run", {key, value});
    };
    put("iomt", IOMT_VERSION);
    put("ns3", Ns3Version());
    put("scenario", options.scenario.at("name"));
    put("seed", options.scenario.at("seed").dump());
    put("run", std::to_string(options.run));
    put("duration_s", options.scenario.at("duration_s").dump());
    put("complete", result.complete ? "true" : "false");
    put("fingerprint", fingerprint);
    database->Commit();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wallStart;
    result.summary["wall_s"] = wall.count();
    WriteJson(options.outDir + "/summary.json", result.summary);
    return result;
}

} // namespace iomt
} // namespace ns3
