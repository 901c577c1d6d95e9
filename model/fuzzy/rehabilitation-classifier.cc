// SPDX-License-Identifier: GPL-2.0-only

#include "rehabilitation-classifier.h"

#include "ns3/operation-counts.h"

#include <algorithm>
#include <cstdio>

namespace ns3::iomt
{

namespace
{

// Some repetitions of an exercise of 4 to 8 s. A choice.
constexpr double WINDOW_S = 20;
constexpr double LEAST_S = 10;

// Less than this is no movement but noise. A choice.
constexpr double LEAST_SPAN = 10; // [degrees]

} // namespace

RehabilitationClassifier::RehabilitationClassifier(const ClassifierSettings& settings)
    : Classifier(settings),
      m_rules(settings.rulesFolder + "/rehabilitation.fcl", {"reach", "pace"}, {"guidance"})
{
}

std::string
RehabilitationClassifier::Name() const
{
    return "rehabilitation";
}

std::vector<std::string>
RehabilitationClassifier::Inputs() const
{
    return {"joint-angle"};
}

std::optional<Classification>
RehabilitationClassifier::Classify(double t, const std::map<std::string, double>& fresh)
{
    m_recent.push_back({t, fresh.at("joint-angle")});
    while (t - m_recent.front().t > WINDOW_S)
    {
        m_recent.pop_front();
    }
    const double span = t - m_recent.front().t;
    if (span < LEAST_S)
    {
        return std::nullopt;
    }
    const auto byAngle = [](const Sample& a, const Sample& b) { return a.deg < b.deg; };
    const auto [least, most] = std::minmax_element(m_recent.begin(), m_recent.end(), byAngle);
    const double middle = (least->deg + most->deg) / 2;
    int rises = 0;
    for (std::size_t i = 1; i < m_recent.size(); ++i)
    {
        rises += m_recent[i - 1].deg < middle && m_recent[i].deg >= middle ? 1 : 0;
    }
    RunningOperations().Add(Operation::SAMPLE, m_recent.size());
    const double pace = most->deg - least->deg < LEAST_SPAN ? 0 : 60 * rises / span;
    const double guidance = m_rules.Infer({most->deg, pace}).front();
    char reason[64];
    std::snprintf(reason, sizeof reason, "%.0f degrees, %.1f a minute", most->deg, pace);
    return Classification{Name(), m_rules.BestTerm(0, guidance), guidance, Alarm::NONE, reason};
}

namespace
{

const bool g_registered = ClassifierRegistry::Get().Add(
    "rehabilitation",
    [](const ClassifierSettings& settings) {
        return std::make_unique<RehabilitationClassifier>(settings);
    },
    "Mamdani guidance of an exercise of a joint");

} // namespace

} // namespace ns3::iomt
