// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief A user's own program, compiled against the installed copy: library, headers, data.
 */

#include "ns3/core-module.h"
#include "ns3/firewall.h"
#include "ns3/iomt-config.h"
#include "ns3/scenario.h"

#include <iostream>

int
main()
{
    auto scenario = ns3::iomt::CompleteScenario(ns3::iomt::ReadScenario("telemedicine"));
    ns3::iomt::SetPath(scenario, "sites.patients=2");
    const auto firewall = ns3::CreateObject<ns3::iomt::Firewall>();
    std::cout << "iomt " << IOMT_VERSION << " with ns-3." << IOMT_NS3_MINOR << ": "
              << scenario.at("sites").size() << " sites, "
              << firewall->GetInstanceTypeId().GetName() << std::endl;
}
