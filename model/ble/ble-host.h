// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_HOST_H
#define IOMT_BLE_HOST_H

#include "ble-connection-parameters.h"
#include "ble-connection.h"
#include "ble-key.h"
#include "ble-phy-mode.h"

#include "ns3/callback.h"
#include "ns3/mac48-address.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

class BleLinkLayer;

/**
 * @brief How a central chooses the connection interval of each of its links.
 *
 * With the same interval everywhere two events drift into each other and one link starves;
 * Petersen et al., "Mind the Gap: Multi-hop IPv6 over BLE in the IoT", CoNEXT 2021.
 */
struct BleIntervalPolicy
{
    bool randomised{false}; //!< drawn per link, no two of a device alike while there are enough
    Time lowest{MilliSeconds(65)};  //!< of what is drawn, on the grid of 1.25 ms
    Time highest{MilliSeconds(85)}; //!< of what is drawn

    /**
     * @param parameters of the link beside the interval, if that is drawn
     * @throws std::invalid_argument for what the Core does not allow, with the rule
     */
    void Check(const BleConnectionParameters& parameters) const;
};

/**
 * @brief The host of a device: whom it connects to, with what parameters, and the keys it keeps.
 *
 * What GAP calls a central or a peripheral (Core 5.4, Vol 3, Part C, 2.2.2) comes with Connect()
 * and Advertise(); a device may be both.
 */
class BleHost : public Object
{
  public:
    /// Told of a link that opened, that is set up, or that is no more.
    using ConnectionCallback = Callback<void, Ptr<BleConnection>>;
    /// Asked whether the six digits are those the peer shows.
    using CompareCallback = Callback<bool, Mac48Address, uint32_t>;

    /**
     * @brief Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();
    BleHost();
    ~BleHost() override;

    /// @param linkLayer the controller
    void SetLinkLayer(Ptr<BleLinkLayer> linkLayer);
    /// @return the controller
    Ptr<BleLinkLayer> GetLinkLayer() const;
    /// @return device address
    Mac48Address GetAddress() const;

    /**
     * @brief Become the central of a device that advertises; again whenever the link is lost.
     *
     * Before the simulation starts nothing happens yet; the interval and the keys of a bond are
     * drawn when it does, from the streams assigned by then.
     *
     * @param peripheral whose
     * @param parameters of the link; the interval is replaced if the policy is to draw it
     * @param policy of the interval
     * @throws std::invalid_argument for parameters or a policy that the Core does not allow
     */
    void Connect(Ptr<BleHost> peripheral,
                 const BleConnectionParameters& parameters,
                 const BleIntervalPolicy& policy);

    /// Be connectable: advertise whenever there is no link with this device as the peripheral.
    void Advertise();

    /**
     * @brief Know the key of an earlier pairing.
     * @param peer with whom
     * @param key long term key
     */
    void SetBond(Mac48Address peer, const BleKey& key);
    /// @param peer a device @return the key kept for it
    std::optional<BleKey> GetBond(Mac48Address peer) const;
    /// @param peer whose key to forget
    void Forget(Mac48Address peer);

    /// @param callback asked at numeric comparison; without one the digits are taken as equal
    void SetCompareCallback(CompareCallback callback);
    /// @param callback told of each new link, before anything is sent on it
    void SetOpenedCallback(ConnectionCallback callback);
    /// @param callback told of each link once it is set up
    void SetReadyCallback(ConnectionCallback callback);
    /// @param callback told of each link that was set up and is no more
    void SetLostCallback(ConnectionCallback callback);

    /// @return links that exist, by peer; some may not be set up yet
    const std::map<Mac48Address, Ptr<BleConnection>>& GetConnections() const;
    /// @param peer a device @return the link to it, null if there is none or it is not set up
    Ptr<BleConnection> GetConnection(Mac48Address peer) const;

    /// @return how the links are protected
    BleSecurity GetSecurity() const;

    /**
     * @param stream first stream index to use, for intervals, keys and pairing
     * @return how many were used; the controller has its own
     */
    int64_t AssignStreams(int64_t stream);

    /// @param connection that is set up
    typedef void (*ConnectionTracedCallback)(Ptr<BleConnection> connection);
    /// @param peer with whom @param what "encrypted", or why not, in the words of the Core
    typedef void (*SecurityTracedCallback)(Mac48Address peer, const std::string& what);

  protected:
    void DoInitialize() override;
    void DoDispose() override;

  private:
    friend class BleConnection;

    struct Wanted
    {
        Ptr<BleHost> peripheral;
        BleConnectionParameters parameters;
        BleIntervalPolicy policy;
        Time interval; ///< as drawn
    };

    void LinkOpened(Ptr<BleLink> link);
    void ConnectionReady(Ptr<BleConnection> connection);
    void ConnectionLost(Ptr<BleConnection> connection, bool wasReady);
    void ConnectNow(Wanted& wanted);
    void SetSecurityCode(int security);
    int GetSecurityCode() const;
    void SetPhyCode(int phy);
    int GetPhyCode() const;
    /// @return whether a link has this interval already, or is to have it
    bool HasInterval(Time interval) const;
    /// @return whether this device draws its intervals, and so minds those of others
    bool IsRandomised() const;
    /// The peripheral has this interval already: draw another.
    void Redraw(Mac48Address peer);
    Time DrawInterval(const BleIntervalPolicy& policy);
    BleKey DrawKey();
    uint32_t Random();

    Ptr<BleLinkLayer> m_linkLayer;
    BleSecurity m_security{BleSecurity::NONE};
    BlePhyMode m_phy{BlePhyMode::LE_1M};
    uint16_t m_dataLength{0};
    Time m_advertisingInterval;
    bool m_started{false};
    bool m_advertise{false};
    std::vector<Wanted> m_wanted;
    std::map<Mac48Address, BleKey> m_bonds;
    std::map<Mac48Address, Ptr<BleConnection>> m_connections;
    Ptr<UniformRandomVariable> m_random;
    CompareCallback m_compare;
    ConnectionCallback m_opened;
    ConnectionCallback m_ready;
    ConnectionCallback m_lost;
    TracedCallback<Ptr<BleConnection>> m_readyTrace;
    TracedCallback<Ptr<BleConnection>> m_lostTrace;
    TracedCallback<Mac48Address, const std::string&> m_securityTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_BLE_HOST_H
