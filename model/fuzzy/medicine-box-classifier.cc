// SPDX-License-Identifier: GPL-2.0-only

#include "medicine-box-classifier.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <cstdio>

namespace ns3::iomt
{

namespace
{

// A choice: most medicines allow it.
constexpr double TOLERANCE_S = 1800;

constexpr double OPEN = 0.5; // between the two states of a switch

} // namespace

MedicineBoxClassifier::MedicineBoxClassifier(const ClassifierSettings& settings)
    : Classifier(settings)
{
    for (const double due : settings.doseTimesS)
    {
        double tolerance = TOLERANCE_S;
        if (!m_doses.empty())
        {
            const double between = (due - m_doses.back().dueS) / 2;
            m_doses.back().toleranceS = std::min(m_doses.back().toleranceS, between);
            tolerance = std::min(tolerance, between);
        }
        m_doses.push_back({due, tolerance, false});
    }
}

std::string
MedicineBoxClassifier::Name() const
{
    return "medicine-box";
}

std::vector<std::string>
MedicineBoxClassifier::Inputs() const
{
    return {"dose", "tamper"};
}

std::optional<Classification>
MedicineBoxClassifier::Classify(double t, const std::map<std::string, double>& fresh)
{
    const auto isOn = [&fresh](const char* input) {
        const auto value = fresh.find(input);
        return value != fresh.end() && value->second > OPEN;
    };
    m_tampered = m_tampered || isOn("tamper");
    std::size_t due = 0;
    std::size_t taken = 0;
    const Dose* last = nullptr;
    for (Dose& dose : m_doses)
    {
        RunningOperations().Add(Operation::RULE_EVALUATION);
        if (dose.dueS - dose.toleranceS > t)
        {
            break;
        }
        dose.taken = dose.taken || (isOn("dose") && t <= dose.dueS + dose.toleranceS);
        if (dose.dueS <= t || dose.taken)
        {
            ++due;
            taken += dose.taken ? 1 : 0;
            last = &dose;
        }
    }
    Classification result{Name(), "taken", 1, Alarm::NONE, ""};
    result.score = due == 0 ? 1 : static_cast<double>(taken) / static_cast<double>(due);
    if (last && !last->taken)
    {
        const bool late = t > last->dueS + last->toleranceS;
        result.label = late ? "missed" : "due";
        result.alarm = late ? Alarm::URGENT : Alarm::NONE;
    }
    if (m_tampered)
    {
        result.label = "tampered";
        result.alarm = Alarm::URGENT;
    }
    char reason[64];
    std::snprintf(reason, sizeof reason, "%zu of %zu doses taken", taken, due);
    result.reason = reason;
    return result;
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "medicine-box",
    [](const ClassifierSettings& settings) {
        return std::make_unique<MedicineBoxClassifier>(settings);
    },
    "doses missed, and a package opened by force");

} // namespace

} // namespace ns3::iomt
