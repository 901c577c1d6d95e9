// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_FALL_CLASSIFIER_H
#define IOMT_FALL_CLASSIFIER_H

#include "classifier.h"
#include "rule-base.h"

#include <optional>

namespace ns3::iomt
{

/**
 * @brief A fall from motion: an impact, and stillness after it.
 *
 *     motion [g]        impact
 *                         |
 *       walking   /\  /\  |
 *                /  \/  \ |  .           still
 *     ------------------------+---------------------> t
 *                         |<->|<-- how long -->
 *                       at most 30 s
 *
 * What counts as a hard impact and a long stillness, and what follows, is in data/rules/fall.fcl.
 * Where readings are missing between the two it is a fall all the same.
 * The score runs from 0 (no fall) to 1; above 0.75 it is an emergency, for as long as the patient
 * lies still. Labels are the terms of output `fall`.
 */
class FallClassifier : public Classifier
{
  public:
    /** @throws FclError when rulesFolder/fall.fcl cannot be read or does not fit */
    explicit FallClassifier(const ClassifierSettings& settings);

    std::string Name() const override;
    std::vector<std::string> Inputs() const override;

  protected:
    std::optional<Classification> Classify(double t,
                                           const std::map<std::string, double>& fresh) override;

  private:
    /** @brief Remembers the hardest motion of late, and since when the patient lies still. */
    void Follow(double t, double motion);

    RuleBase m_rules;
    double m_impact = 0;                //!< [g]
    double m_impactAt = 0;              //!< [s]
    std::optional<double> m_stillSince; //!< [s]
};

} // namespace ns3::iomt

#endif // IOMT_FALL_CLASSIFIER_H
