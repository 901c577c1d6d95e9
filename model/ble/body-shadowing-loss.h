// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BODY_SHADOWING_LOSS_H
#define IOMT_BODY_SHADOWING_LOSS_H

#include "ns3/object.h"
#include "ns3/propagation-loss-model.h"

namespace ns3
{
namespace iomt
{

/**
 * @brief That a device is worn: on which side of a body, and where the wearer faces.
 *
 * Aggregated to the device's mobility model, or to the node that has it. The body is an upright
 * cylinder; only directions in the horizontal plane count.
 */
class BodyWorn : public Object
{
  public:
    static TypeId GetTypeId();
    BodyWorn();
    ~BodyWorn() override;

    /// @return direction from the body's axis out through the device, counter-clockwise from x [°]
    double GetOutwardDeg() const;

  private:
    double m_facingDeg{0};
    double m_placeDeg{0};
};

/**
 * @brief Loss by the wearer's own body, by the angle between where a device points and where its
 * partner is. Chained behind a loss by distance.
 *
 *             partner
 *               ▲         angle ≤ 90°: nothing in the way, no loss
 *               │ angle   beyond: a wave that creeps around the body and loses so many dB with each
 *        ( body )device ▶     centimetre, until what the surroundings reflect is stronger
 *
 * Creeping wave: 2.0 dB/cm at 2.4 GHz (K. Y. Yazdandoost, K. Sayrafian-Pour, "Channel Model for
 * Body Area Network", IEEE P802.15-08-0780-09-0006, 2009, CM3 model B). Reflections indoors keep
 * the loss to 13.62 dB at most (M. M. Khan, Q. H. Abbasi, A. Alomainy, Y. Hao, EuCAP 2011, pp.
 * 110–114, ultra wideband, line of sight against none); outdoors, with nothing to reflect, it
 * reaches 40 dB (S. L. Cotton, A. McKernan, W. G. Scanlon, LAPC 2011, 2.45 GHz).
 *
 * Nothing is random: the loss follows from positions and orientations. A device that nobody wears
 * (no BodyWorn) has none; if both ends are worn both bodies count.
 */
class BodyShadowingLoss : public PropagationLossModel
{
  public:
    static TypeId GetTypeId();
    BodyShadowingLoss();
    ~BodyShadowingLoss() override;

    /**
     * @param angleDeg between the outward direction and that of the partner, any number [°]
     * @return loss, 0 to MaximumDb [dB]
     */
    double LossDb(double angleDeg) const;

  private:
    double DoCalcRxPower(double txPowerDbm,
                         Ptr<MobilityModel> a,
                         Ptr<MobilityModel> b) const override;
    int64_t DoAssignStreams(int64_t stream) override;
    double LossOf(Ptr<MobilityModel> worn, Ptr<MobilityModel> partner) const;

    double m_maximumDb{0};
    double m_decayDbPerCm{0};
    double m_radiusCm{0};
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BODY_SHADOWING_LOSS_H
