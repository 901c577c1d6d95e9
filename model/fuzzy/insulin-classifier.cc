// SPDX-License-Identifier: GPL-2.0-only

#include "insulin-classifier.h"

#include <cstdio>

namespace ns3::iomt
{

InsulinClassifier::InsulinClassifier(const ClassifierSettings& settings)
    : Classifier(settings),
      m_rules(settings.rulesFolder + "/insulin.fcl", {"glucose", "trend"}, {"rate"})
{
}

std::string
InsulinClassifier::Name() const
{
    return "insulin";
}

std::vector<std::string>
InsulinClassifier::Inputs() const
{
    return {"glucose"};
}

std::optional<Classification>
InsulinClassifier::Classify(double t, const std::map<std::string, double>& fresh)
{
    const double mgPerDl = fresh.at("glucose");
    m_trend.Add(t, mgPerDl);
    // Until it is known, a steady value is the careful guess.
    const double trend = m_trend.PerMinute().value_or(0);
    const double rate = m_rules.Infer({mgPerDl, trend}).front();
    char reason[96];
    std::snprintf(reason,
                  sizeof reason,
                  "glucose %.0f mg/dL, %+.1f mg/dL/min: %.2f units/h",
                  mgPerDl,
                  trend,
                  rate);
    return Classification{Name(), m_rules.BestTerm(0, rate), rate, Alarm::NONE, reason};
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "insulin",
    [](const ClassifierSettings& settings) {
        return std::make_unique<InsulinClassifier>(settings);
    },
    "Mamdani advice on the rate of an insulin pump");

} // namespace

} // namespace ns3::iomt
