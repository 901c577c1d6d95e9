// SPDX-License-Identifier: GPL-2.0-only
// Six patients, one short of oxygen from 20 s on: a table of what the doctor opened and heard.

#include "ns3/command-line.h"
#include "ns3/scenario.h"
#include "ns3/simulator.h"
#include "ns3/telemedicine-helper.h"

#include <iostream>

using namespace ns3;
using namespace ns3::iomt;

std::map<std::pair<std::string, std::string>, int> g_seen; //!< patient and what happened

void
Opened(const OpenedReading& reading)
{
    ++g_seen[{reading.patient, "opened: " + ToString(reading.status)}];
}

void
Alarmed(const std::string& patient, const Classification& classification)
{
    ++g_seen[{patient, "alarm: " + classification.classifier + ", " + classification.label}];
}

int
main(int argc, char* argv[])
{
    std::string durationS = "90";
    CommandLine cmd(__FILE__);
    cmd.AddValue("duration", "simulated time [s]", durationS);
    cmd.Parse(argc, argv);
    try
    {
        TelemedicineHelper system(
            LoadScenario("telemedicine", {"duration_s=" + durationS, "episodes.onset_s=20"}));
        system.Install();
        system.AssignStreams(1);
        // Between Install() and Run() every part can be reached and changed.
        Ptr<Doctor> doctor = system.GetCore().GetDoctor();
        doctor->TraceConnectWithoutContext("Opened", MakeCallback(&Opened));
        doctor->TraceConnectWithoutContext("Alarm", MakeCallback(&Alarmed));
        Simulator::Stop(system.GetDuration() + TelemedicineHelper::Drain());
        Simulator::Run();
    }
    catch (const ScenarioError& error)
    {
        std::cerr << error.what() << '\n';
        return 2;
    }
    for (const auto& [what, count] : g_seen)
    {
        std::cout << what.first << '\t' << what.second << '\t' << count << '\n';
    }
    Simulator::Destroy();
}
