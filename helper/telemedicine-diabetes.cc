// SPDX-License-Identifier: GPL-2.0-only

#include "telemedicine-helper.h"

#include "ns3/simulator.h"

namespace ns3
{
namespace iomt
{

namespace
{

/// Insulin is sold as U-100.
constexpr double UNITS_PER_ML = 100;

constexpr const char* MONITOR = "cgm";
constexpr const char* PUMP = "insulin-pump";

} // namespace

void
TelemedicineHelper::InstallDiabetes()
{
    for (const nlohmann::json& described : m_scenario.at("vitals").at("diabetes"))
    {
        std::vector<Meal> meals;
        for (const nlohmann::json& meal : described.at("meals"))
        {
            meals.push_back({meal.at("at_s"), meal.at("carbohydrate_g")});
        }
        const std::string patient = m_patients.at(described.at("patient").get<std::size_t>() - 1);
        auto body = std::make_shared<GlucoseBody>(described.at("glucose_mg_dl"), std::move(meals));
        m_glucoseBodies[patient] = body;
        for (Site& site : m_sites)
        {
            for (WornDevice& device : site.devices)
            {
                if (device.patient != patient)
                {
                    continue;
                }
                if (device.profile.kind == MONITOR)
                {
                    device.wearable->SetSignal(std::make_unique<GlucoseSignal>(body),
                                               device.profile.sensors,
                                               true);
                }
                if (device.profile.kind == PUMP)
                {
                    const Wearable* pump = PeekPointer(device.wearable);
                    body->SetInfused([pump](double /* t */) {
                        const Actuator* actuator = pump->GetActuator();
                        return actuator ? UNITS_PER_ML *
                                              actuator->GetInfusedMl(Simulator::Now().GetSeconds())
                                        : 0;
                    });
                }
            }
        }
    }
}

const std::map<std::string, std::shared_ptr<GlucoseBody>>&
TelemedicineHelper::GetGlucoseBodies() const
{
    return m_glucoseBodies;
}

} // namespace iomt
} // namespace ns3
