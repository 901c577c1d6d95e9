// SPDX-License-Identifier: GPL-2.0-only
// Six patients from sensor to doctor, one short of oxygen from 20 s on: a table by patient of what
// came of the readings, and of alarms.

#include "ns3/command-line.h"
#include "ns3/scenario.h"
#include "ns3/simulator.h"
#include "ns3/telemedicine-helper.h"

#include <iostream>

using namespace ns3;
using namespace ns3::iomt;

std::map<std::string, std::map<std::string, int>> g_seen; //!< by patient and what happened

void
Opened(const OpenedReading& reading)
{
    ++g_seen[reading.patient]["opened: " + ToString(reading.status)];
}

void
Alarmed(const std::string& patient, const Classification& classification)
{
    ++g_seen[patient]["alarm: " + classification.classifier + ", " + classification.label];
}

int
main(int argc, char* argv[])
{
    std::string backhaul = "fibre";
    std::string durationS = "90";
    CommandLine cmd(__FILE__);
    cmd.AddValue("backhaul", "fibre, 4g, satellite, none, or a path", backhaul);
    cmd.AddValue("duration", "simulated time [s]", durationS);
    cmd.Parse(argc, argv);

    TelemedicineHelper system(
        LoadScenario("telemedicine",
                     {"duration_s=" + durationS, "backhaul=" + backhaul, "episodes.onset_s=20"}));
    system.Install();
    system.AssignStreams(1);
    // Between Install() and Run() every part can be reached and changed.
    Ptr<Doctor> doctor = system.GetCore().GetDoctor();
    doctor->TraceConnectWithoutContext("Opened", MakeCallback(&Opened));
    doctor->TraceConnectWithoutContext("Alarm", MakeCallback(&Alarmed));
    Simulator::Stop(system.GetDuration() + TelemedicineHelper::Drain());
    Simulator::Run();
    for (const auto& [patient, counts] : g_seen)
    {
        for (const auto& [what, count] : counts)
        {
            std::cout << patient << '\t' << what << '\t' << count << '\n';
        }
    }
    Simulator::Destroy();
}
