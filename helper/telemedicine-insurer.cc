// SPDX-License-Identifier: GPL-2.0-only

#include "scenario.h"
#include "telemedicine-helper.h"

#include <stdexcept>

namespace ns3
{
namespace iomt
{

// What the insurer gets: keys and quasi-identifiers for the anonymiser.

void
TelemedicineHelper::InstallInsurer()
{
    const nlohmann::json& described = m_scenario.at("insurer");
    if (described.is_null())
    {
        return;
    }
    m_insurerNetwork = std::make_unique<InsurerNetwork>(m_core, m_scenario.at("compute"));
    Ptr<Anonymiser> anonymiser = m_insurerNetwork->GetAnonymiser();
    CastleParameters parameters;
    parameters.k = described.at("k");
    parameters.delta = described.at("delta");
    parameters.beta = described.at("beta");
    parameters.mu = described.at("mu");
    parameters.l = described.at("l");
    const CastleRange age{18, 95};
    anonymiser->SetCastle(parameters,
                          {"age", "sex", "area"},
                          {age, {0, 1}, {1, static_cast<double>(m_sites.size())}});

    const std::string protectionName = m_scenario.at("protection").at("object");
    anonymiser->SetSuite(protectionName);
    std::shared_ptr<const KeyEncapsulation> reader;
    double area = 0;
    for (const Site& site : m_sites)
    {
        ++area;
        for (const WornDevice& device : site.devices)
        {
            if (m_quasiIdentifiers.count(device.patient) == 0)
            {
                // Drawn while the system is built, as keys are.
                const auto years =
                    static_cast<double>(m_keyMaterial->GetInteger(age.low, age.high));
                const auto sex = static_cast<double>(m_keyMaterial->GetInteger(0, 1));
                m_quasiIdentifiers[device.patient] = {years, sex, area};
                anonymiser->AddPerson(device.patient, {years, sex, area});
            }
            ObjectKey key = m_deviceKeys.at(device.Topic());
            if (key.receiver && !reader)
            {
                try
                {
                    reader = key.receiver->MakeReader(SeededRandom(RandomBytes(32)),
                                                      described.at("access"));
                }
                catch (const std::invalid_argument& error)
                {
                    throw ScenarioError("insurer.access", error.what());
                }
                reader = reader ? reader : key.receiver;
            }
            key.receiver = reader;
            anonymiser->AddDevice(device.patient, device.Topic(), key);
        }
    }
    const ObjectKey toInsurer = MakeKey(ObjectProtections().Create(protectionName)->cipher);
    anonymiser->SetInsurer(m_insurerNetwork->GetInsurerPeer(), toInsurer);
    m_insurerNetwork->GetInsurer()->SetAnonymiser(toInsurer);
}

} // namespace iomt
} // namespace ns3
