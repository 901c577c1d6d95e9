// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_STRESS_CLASSIFIER_H
#define IOMT_STRESS_CLASSIFIER_H

#include "classifier.h"
#include "rule-base.h"

#include <optional>

namespace ns3::iomt
{

/**
 * @brief A person's own level: the mean of what came before, over the last ten minutes or so.
 *
 * A plain mean at first, an exponentially weighted one once it has seen a time constant. It never
 * looks ahead.
 */
class RunningBaseline
{
  public:
    /** @param memoryS time constant [s] */
    explicit RunningBaseline(double memoryS);

    /** @brief Takes in the value felt at @p t and returns the level then. */
    double Update(double t, double value);

  private:
    double m_memoryS;
    double m_level = 0;
    double m_start = 0;
    double m_last = 0;
    bool m_started = false;
};

/**
 * @brief Mamdani classifier of stress from skin temperature, motion and sweat.
 *
 * After Rachakonda et al. 2018, whose membership functions are not public: those of
 * data/rules/stress.fcl interpret the published class ranges and say how. Skin conductance differs
 * tenfold between people, so `sweat` enters the rules as a ratio to the person's own baseline.
 *
 * Labels `low`, `normal`, `high`: the term of output `stress` that fits the score best. A startle
 * passes; two minutes of nothing but `high` are urgent, for as long as it stays so.
 */
class StressClassifier : public Classifier
{
  public:
    /** @throws FclError when rulesFolder/stress.fcl cannot be read, or lacks an input or output */
    explicit StressClassifier(const ClassifierSettings& settings);

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;

  private:
    RuleBase m_rules;
    RunningBaseline m_sweatBaseline;
    std::optional<double> m_highSince; //!< [s]
};

} // namespace ns3::iomt

#endif // IOMT_STRESS_CLASSIFIER_H
